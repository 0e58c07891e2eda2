using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Mixing;

/// <summary>
/// What happens to hidden states around one routed layer (paper notes 1.2, 1.8). Dense: y = sum_e w[b,e] E_e(x), and
/// going back expert e is given w[b,e] dy while dL/dw[b,e] = &lt;dy[b], E_e(x)[b]&gt;. Sparse: rows are dealt out to
/// their experts and put back in order; the picked expert's weight is 1 and dL/dw of it is the same inner product
/// (straight-through). Sums run in expert order, so their bits do not depend on who answered first.
/// </summary>
public static class LayerMix
{
    /// <summary>The rows one group sees: all of them, or a selection. The result may share memory with the input.</summary>
    public static Tensor Deal(Tensor values, RowGroups groups, int group)
    {
        if (!groups.IsSplit || groups.IsWhole) return values.detach();
        return values.index_select(0, Index(groups.Groups[group].Rows, values.device));
    }

    /// <summary>Mixed or reassembled outputs [B, T, D] from each group's output, in group order.</summary>
    public static Tensor Combine(IReadOnlyList<Tensor> outputs, RowGroups groups, ReadOnlySpan<float> weights_BE, int experts)
    {
        if (groups.IsSplit) return Reassemble(outputs, groups);
        if (groups.IsWhole) return outputs[0].detach();
        Tensor? mixed = null;
        for (var i = 0; i < outputs.Count; i++)
        {
            var weight = Column(weights_BE, groups.Rows, experts, groups.Groups[i].Expert, outputs[i]);
            mixed = mixed is null ? outputs[i].mul(weight) : mixed.addcmul_(outputs[i], weight, 1);
        }
        return mixed!;
    }

    /// <summary>The gradient each group's output is given, from the gradient of the mix [B, T, D].</summary>
    public static Tensor Split(Tensor gradient_BTD, RowGroups groups, int group, ReadOnlySpan<float> weights_BE, int experts)
    {
        if (groups.IsSplit || groups.IsWhole) return Deal(gradient_BTD, groups, group);
        return gradient_BTD.mul(Column(weights_BE, groups.Rows, experts, groups.Groups[group].Expert, gradient_BTD));
    }

    /// <summary>Adds dL/dw of one group's expert into <paramref name="gradient_BE"/>.</summary>
    public static void RouteGradient(Tensor gradient_BTD, Tensor output, RowGroups groups, int group, Span<float> gradient_BE, int experts)
    {
        var (expert, rows) = groups.Groups[group];
        var upstream = Deal(gradient_BTD, groups, group).reshape(rows.Length, 1, -1);
        var products = upstream.bmm(output.reshape(rows.Length, -1, 1)).reshape(-1).to_type(ScalarType.Float32).cpu().contiguous();
        var values = MemoryMarshal.Cast<byte, float>(products.bytes);
        for (var i = 0; i < rows.Length; i++) gradient_BE[rows[i] * experts + expert] += values[i];
    }

    /// <summary>The gradient of what was dealt out: summed over experts in their order, or rows put back in order.</summary>
    public static Tensor Gather(IReadOnlyList<Tensor> gradients, RowGroups groups)
    {
        if (groups.IsSplit) return Reassemble(gradients, groups);
        var sum = gradients[0];
        for (var i = 1; i < gradients.Count; i++) sum = i == 1 ? sum.add(gradients[i]) : sum.add_(gradients[i]);
        return sum.detach();
    }

    private static Tensor Reassemble(IReadOnlyList<Tensor> parts, RowGroups groups)
    {
        if (groups.IsWhole) return parts[0].detach();
        var shape = parts[0].shape;
        shape[0] = groups.Rows;
        var whole = torch.empty(shape, dtype: parts[0].dtype, device: parts[0].device);
        for (var i = 0; i < parts.Count; i++)
            whole.index_copy_(0, Index(groups.Groups[i].Rows, whole.device), parts[i]);
        return whole;
    }

    private static Tensor Index(int[] rows, Device device) =>
        torch.tensor(Array.ConvertAll(rows, row => (long)row), device: device);

    private static Tensor Column(ReadOnlySpan<float> weights_BE, int rows, int experts, int expert, Tensor like)
    {
        var column = new float[rows];
        for (var row = 0; row < rows; row++) column[row] = weights_BE[row * experts + expert];
        return torch.tensor(column, dtype: like.dtype, device: like.device).view(rows, 1, 1);
    }
}
