using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// y = x W^T + b with its three products apart: the value, the gradient of x (on the critical path of a backward
/// pass) and the gradient of W and b (needed only before the update, added in micro-batch order). Weights may be a
/// fused view of several named parameters. There is no b where the layout has none.
/// </summary>
internal readonly struct LinearMap(FlatParameters parameters, string first, string last)
{
    private readonly Tensor weight = parameters.FusedWeight(first + ".weight", last + ".weight");
    private readonly Tensor? bias = parameters.Layout.Has(first + ".bias")
        ? parameters.FusedWeight(first + ".bias", last + ".bias")
        : null;
    private readonly Tensor weightGradient = parameters.FusedGradient(first + ".weight", last + ".weight");
    private readonly Tensor? biasGradient = parameters.Layout.Has(first + ".bias")
        ? parameters.FusedGradient(first + ".bias", last + ".bias")
        : null;

    public LinearMap(FlatParameters parameters, string name) : this(parameters, name, name)
    {
    }

    /// <summary>x [N, in] -> [N, out].</summary>
    public Tensor Forward(Tensor x)
    {
        using var transposed = weight.t();
        return bias is null ? x.mm(transposed) : torch.addmm(bias, x, transposed, 1, 1);
    }

    /// <summary>Gradient of x [N, in] from the gradient of y [N, out].</summary>
    public Tensor BackwardInput(Tensor gradient) => gradient.mm(weight);

    /// <summary>Adds the gradient of x into <paramref name="sum"/> [N, in] and returns it.</summary>
    public Tensor BackwardInputInto(Tensor sum, Tensor gradient) => sum.addmm_(gradient, weight);

    /// <summary>Adds this pass's weight gradients to the buffer; the first pass of a step overwrites it.</summary>
    public void AddWeightGradient(Tensor x, Tensor gradient, bool overwrite)
    {
        using var transposed = gradient.t();
        if (gradient.dtype == ScalarType.Float32)
        {
            weightGradient.addmm_(transposed, x, overwrite ? 0 : 1, 1);
        }
        else
        {
            using var product = transposed.mm(x);
            AddTo(weightGradient, product, overwrite);
        }
        if (biasGradient is null) return;
        using var summed = gradient.sum(0, type: ScalarType.Float32);
        AddTo(biasGradient, summed, overwrite);
    }

    /// <summary>sum += value, or sum = value.</summary>
    public static void AddTo(Tensor sum, Tensor value, bool overwrite)
    {
        if (overwrite) sum.copy_(value);
        else sum.add_(value);
    }
}
