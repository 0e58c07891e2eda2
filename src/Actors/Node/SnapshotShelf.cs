using Moe.Actors.Messages;
using Moe.Actors.Ports;
using static TorchSharp.torch;

namespace Moe.Actors.Node;

/// <summary>Snapshots in a node's memory: each part's weights and moments before a step. It owns their tensors.</summary>
public sealed class SnapshotShelf(ITensorChannel channel) : IDisposable
{
    private readonly Dictionary<KeptPart, Kept> parts = [];

    /// <summary>What is kept.</summary>
    public IReadOnlyList<KeptPart> Parts => [.. parts.Keys];

    /// <summary>Keeps a part whose tensors are in this process, in place of an earlier copy.</summary>
    public void Put(NodeCommands.Keep keep)
    {
        var part = new KeptPart(keep.Part, keep.Step);
        if (parts.Remove(part, out var earlier)) earlier.Dispose();
        parts.Add(part, new Kept([.. keep.State.Handles.Select(handle => channel.Accept(handle).DetachFromDisposeScope())],
            keep.State.Updates, keep.Text));
    }

    /// <summary>A copy of a part, or null when it is not kept.</summary>
    public (OfferedState State, string? Text)? Get(string part, long step)
    {
        if (!parts.TryGetValue(new KeptPart(part, step), out var kept)) return null;
        TensorHandle? Copy(int index) => index < kept.Tensors.Length ? channel.Offer(kept.Tensors[index].clone()) : null;
        return (new OfferedState(Copy(0)!, Copy(1), Copy(2), kept.Updates), kept.Text);
    }

    /// <summary>Drops every step but these.</summary>
    public void KeepOnly(IReadOnlyList<long> steps)
    {
        foreach (var part in parts.Keys.Where(part => !steps.Contains(part.Step)).ToArray())
        {
            parts.Remove(part, out var dropped);
            dropped!.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => KeepOnly([]);

    private sealed record Kept(Tensor[] Tensors, long Updates, string? Text) : IDisposable
    {
        public void Dispose()
        {
            foreach (var tensor in Tensors) tensor.Dispose();
        }
    }
}
