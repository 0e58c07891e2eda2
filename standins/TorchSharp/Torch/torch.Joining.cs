using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Several tensors made one.

    /// <summary>The tensors one after the other; of a single one no copy is made.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        if (tensors.Count == 0)
            throw new ArgumentException("There are no tensors to join.", nameof(tensors));
        if (tensors.Count == 1)
            return tensors[0].alias();
        var joined = st_cat(Handles(tensors), tensors.Count, dim);
        GC.KeepAlive(tensors);
        return joined;
    }

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var list = tensors as IList<Tensor> ?? [.. tensors];
        var stacked = st_stack(Handles(list), list.Count, dim);
        GC.KeepAlive(list);
        return stacked;
    }

    /// <summary>Einstein's sum, for instance "btd,bud->btu".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var result = st_einsum(equation, Handles(tensors), tensors.Length);
        GC.KeepAlive(tensors);
        return result;
    }

    /// <summary>x where the condition holds, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);
}
