using Moe.Model.Parameters;

namespace Moe.Model.Initialization;

/// <summary>
/// Makes one expert a copy of a sibling, optimizer state and all, so that the layer's function is unchanged at that
/// moment whatever share of the route either gets; noise then lets the two part.
/// </summary>
public static class ExpertGrowth
{
    /// <summary>
    /// Copies weights, moments and update count from one expert to another of the same layer, and adds noise.
    /// </summary>
    /// <param name="from">The parameters that have been trained.</param>
    /// <param name="to">The parameters that are overwritten.</param>
    /// <param name="grown">The expert that owns <paramref name="to"/>: names the noise.</param>
    /// <param name="noise">Noise on the copy.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="step">The step at which the expert grows.</param>
    /// <exception cref="ArgumentException">The two are not of the same kind of layer.</exception>
    public static void Clone(
        FlatParameters from, FlatParameters to, ExpertId grown, ExpertNoise noise, ulong seed, long step)
    {
        if (!from.Layout.Slots.Select(Place).SequenceEqual(to.Layout.Slots.Select(Place)))
            throw new ArgumentException(
                $"{grown} cannot be cloned from an expert with other parameters.", nameof(from));
        using var _ = TorchSharp.torch.no_grad();
        to.CopyFrom(from);
        noise.AddTo(to, seed, grown, step);
    }

    private static (string, long, long) Place(ParameterSlot slot) => (slot.Name, slot.Offset, slot.Count);
}
