using Moe.Actors.Messages;
using Moe.Actors.Ports;
using static TorchSharp.torch;

namespace Moe.Actors.Node;

/// <summary>
/// Snapshots in a node's memory: each part's weights and moments before a step. It owns its tensors, but not their memory alone: nobody
/// who has it writes to it.
/// </summary>
public sealed class SnapshotShelf(ITensorChannel channel) : IDisposable
{
    private readonly Dictionary<KeptPart, Kept> parts = [];

    /// <summary>What is kept.</summary>
    public IReadOnlyList<KeptPart> Parts => [.. parts.Keys];

    /// <summary>Keeps a part whose tensors are in this process, in place of an earlier copy.</summary>
    public void Put(NodeCommands.Keep keep) => Put(new KeptPart(keep.Part, keep.Step), new Kept(
        [.. keep.State.Handles.Select(handle => channel.Accept(handle).DetachFromDisposeScope())], keep.State.Updates, keep.Text));

    /// <summary>Keeps what is here of a part before one step as its state before another too; false when there is nothing.</summary>
    public bool KeepAlso(string part, long since, long step)
    {
        if (!parts.TryGetValue(new KeptPart(part, since), out var kept)) return false;
        Put(new KeptPart(part, step), kept with { Tensors = [.. kept.Tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())] });
        return true;
    }

    /// <summary>A part, for a receiver that only reads it, or null when it is not kept.</summary>
    public (OfferedState State, string? Text)? Get(string part, long step)
    {
        if (!parts.TryGetValue(new KeptPart(part, step), out var kept)) return null;
        TensorHandle? Offered(int index) => index < kept.Tensors.Length ? channel.Offer(kept.Tensors[index].alias()) : null;
        return (new OfferedState(Offered(0)!, Offered(1), Offered(2), kept.Updates), kept.Text);
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

    private void Put(KeptPart part, Kept kept)
    {
        if (parts.Remove(part, out var earlier)) earlier.Dispose();
        parts.Add(part, kept);
    }

    private sealed record Kept(Tensor[] Tensors, long Updates, string? Text) : IDisposable
    {
        public void Dispose()
        {
            foreach (var tensor in Tensors) tensor.Dispose();
        }
    }
}
