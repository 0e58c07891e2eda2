using System.Globalization;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Parameters;
using TorchSharp;

namespace Moe.Actors.Expert;

/// <summary>
/// An owner's buffers to and from the outside: checkpoint parts and siblings. Parts hold weights and moments as flat
/// tensors under <c>weights</c>, <c>first_moment</c> and <c>second_moment</c>, with the update count in the metadata.
/// </summary>
public static class ExpertStore
{
    /// <summary>Writes an owner's part of a checkpoint.</summary>
    public static PartRecord Save(ICheckpointStore store, long step, string part, FlatParameters parameters)
    {
        parameters.EnsureMoments();
        var metadata = new Dictionary<string, string>
        {
            ["updates"] = parameters.Updates.ToString(CultureInfo.InvariantCulture),
        };
        return store.Write(step, part, metadata, [
            new PartTensor("weights", parameters.Weights.cpu()),
            new PartTensor("first_moment", parameters.FirstMoment!.cpu()),
            new PartTensor("second_moment", parameters.SecondMoment!.cpu()),
        ]);
    }

    /// <summary>Reads an owner's part of a checkpoint.</summary>
    public static void Load(ICheckpointStore store, CheckpointManifest manifest, string part, FlatParameters parameters)
    {
        using var scope = torch.NewDisposeScope();
        using var file = store.Open(manifest, part);
        parameters.EnsureMoments();
        file.CopyTo("weights", parameters.Weights);
        file.CopyTo("first_moment", parameters.FirstMoment!);
        file.CopyTo("second_moment", parameters.SecondMoment!);
        parameters.Updates = long.Parse(file.Metadata["updates"], CultureInfo.InvariantCulture);
        parameters.WeightsChanged();
    }

    /// <summary>Copies of the buffers, to be given away.</summary>
    public static OfferedState Offer(ITensorChannel channel, FlatParameters parameters, bool whole) => whole
        ? Offer(channel, parameters, receivers: 1)[0]
        : new OfferedState(channel.Offer(parameters.Weights.clone()), null, null, parameters.Updates);

    /// <summary>One copy of all buffers for receivers that only read it: each has tensors of its own over the same memory.</summary>
    public static OfferedState[] Offer(ITensorChannel channel, FlatParameters parameters, int receivers)
    {
        parameters.EnsureMoments();
        using var weights = parameters.Weights.clone();
        using var first = parameters.FirstMoment!.clone();
        using var second = parameters.SecondMoment!.clone();
        return [.. Enumerable.Range(0, receivers).Select(_ => new OfferedState(
            channel.Offer(weights.alias()), channel.Offer(first.alias()), channel.Offer(second.alias()), parameters.Updates))];
    }

    /// <summary>
    /// Becomes a copy of a sibling, optimizer state and all, so that the layer's function is unchanged whatever share of
    /// the route either gets. Noise then lets the two part (<see cref="Model.Initialization.ExpertNoise"/>). With a share below
    /// 1 the two are merged.
    /// </summary>
    public static void Take(ITensorChannel channel, OfferedState state, FlatParameters parameters, double share = 1)
    {
        using var weights = channel.Accept(state.Weights);
        using var first = state.FirstMoment is null ? null : channel.Accept(state.FirstMoment);
        using var second = state.SecondMoment is null ? null : channel.Accept(state.SecondMoment);
        parameters.Take(weights, first, second, state.Updates, share);
    }
}
