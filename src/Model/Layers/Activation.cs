using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>What stands between the two linear maps of a feed-forward part.</summary>
internal static class Activation
{
    /// <summary>gelu (BART), relu (T5), or gelu of the first half times the second (T5 v1.1, whose gelu is the one with tanh).</summary>
    public static Tensor Apply(Backbone backbone, Tensor hidden_NF)
    {
        switch (backbone)
        {
            case Backbone.Bart:
                return torch.nn.functional.gelu(hidden_NF);
            case Backbone.T5:
                return torch.nn.functional.relu(hidden_NF);
            default:
                var width = hidden_NF.shape[1] / 2;
                return TanhGelu(hidden_NF.narrow(1, 0, width)).mul(hidden_NF.narrow(1, width, width));
        }
    }

    // x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), Hugging Face's gelu_new.
    private static Tensor TanhGelu(Tensor x) =>
        x.mul(0.5).mul(x.pow(3).mul(0.044715).add(x).mul(Math.Sqrt(2 / Math.PI)).tanh().add(1));
}
