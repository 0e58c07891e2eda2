using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;

namespace Moe.Model.Initialization;

/// <summary>
/// What tells the copies of a layer apart at the start: normal noise on every parameter, from a stream of the expert's
/// own name. Absolute noise is the authors' (they use 1e-8, which float32 weights of size 1 do not feel: paper notes
/// 1.3); relative noise is a share of each weight's own size, so 0.05 changes weights, gains and all by some 5
/// percent.
/// </summary>
/// <param name="Deviation">Standard deviation of the noise; 0 for none.</param>
/// <param name="IsRelative">Whether the noise is multiplied by the weight it is added to.</param>
public sealed record ExpertNoise(double Deviation, bool IsRelative = false)
{
    /// <summary>Identical copies.</summary>
    public static ExpertNoise None { get; } = new(0);

    /// <summary>The authors': 1e-8, absolute.</summary>
    public static ExpertNoise Default { get; } = new(1e-8);

    /// <summary>
    /// Adds the noise of an expert to its weights. <paramref name="step"/> tells apart the noises of one expert grown
    /// more than once.
    /// </summary>
    public void AddTo(FlatParameters parameters, ulong seed, ExpertId expert, long step = 0)
    {
        if (Deviation == 0) return;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var noise = WeightFill.Noise(parameters,
            slot => RandomStream.For(seed, step, 0, expert.ToString(), "noise/" + slot.Name)).mul_(Deviation);
        if (IsRelative) noise.mul_(parameters.Weights);
        parameters.Weights.add_(noise);
        parameters.WeightsChanged();
    }
}
