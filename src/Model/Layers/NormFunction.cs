using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>The norm of a backbone over the last dimension: with a bias BART's layer norm, without one T5's.</summary>
internal static class NormFunction
{
    private const double LayerNormEpsilon = 1e-5;

    /// <summary>Added to the mean square; config.json of every T5 has the same.</summary>
    public const double MeanSquareEpsilon = 1e-6;

    /// <summary>
    /// LN(x) = (x - mean) / deviation * gain + bias, or RMS(x) = x / root of the mean square * gain, which neither moves to the
    /// mean nor adds anything, and takes its mean in float32.
    /// </summary>
    public static Tensor Apply(Tensor x_ND, Tensor gain_D, Tensor? bias_D)
    {
        if (bias_D is not null)
            return TorchSharp.torch.nn.functional.layer_norm(x_ND, [gain_D.shape[0]], gain_D, bias_D, LayerNormEpsilon);
        var wide_ND = x_ND.to_type(ScalarType.Float32);
        var inverse_N1 = wide_ND.square().mean([-1], keepdim: true).add(MeanSquareEpsilon).rsqrt();
        return wide_ND.mul(inverse_N1).to_type(x_ND.dtype).mul(gain_D);
    }
}
