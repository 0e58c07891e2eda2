using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Ranges, and what all factories share.

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var place = InitializeDevice(device);
        var whole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (whole ? ScalarType.Int64 : get_default_dtype());
        return st_arange(
            start.Number, stop.Number, step.Number, (sbyte)type, (int)place.type, place.index, requires_grad);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var place = InitializeDevice(device);
        var type = dtype ?? get_default_dtype();
        return st_linspace(start, end, steps, (sbyte)type, (int)place.type, place.index, requires_grad);
    }

    /// <summary>Ones on the diagonal, zeros elsewhere; square where no columns are given.</summary>
    public static Tensor eye(
        long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        RequireNoNames(names);
        var place = InitializeDevice(device);
        var type = dtype ?? get_default_dtype();
        return st_eye(rows, columns == -1 ? rows : columns, (sbyte)type, (int)place.type, place.index, requires_grad);
    }

    public static ScalarType get_default_dtype() => (ScalarType)st_default_dtype();

    public static void set_default_dtype(ScalarType dtype) => Failure.Check(st_set_default_dtype((sbyte)dtype));

    /// <summary>A tensor with a copy of the values.</summary>
    /// <exception cref="ArgumentException">The shape asks for more values than there are.</exception>
    private static unsafe Tensor Copied<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad,
        string[]? names)
        where T : unmanaged
    {
        RequireNoNames(names);
        RequireEnough(shape, values.Length);
        var place = InitializeDevice(device);
        var own = TypeOf(typeof(T));
        fixed (T* data = values)
        {
            var copy = st_copy_from_memory(
                data, shape, shape.Length, (sbyte)own, (int)place.type, place.index, requiresGrad);
            return dtype is { } wanted && wanted != own ? Converted(copy, wanted, requiresGrad) : copy;
        }
    }

    private static Tensor Flattened<T>(
        Array values, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        var flat = new T[values.LongLength];
        Buffer.BlockCopy(values, 0, flat, 0, Buffer.ByteLength(values));
        return Copied<T>(flat, ShapeOf(values), dtype, device, requiresGrad, names);
    }

    private static Tensor Converted(Tensor tensor, ScalarType type, bool requiresGrad)
    {
        using (tensor)
        using (no_grad())
            return tensor.to_type(type).requires_grad_(requiresGrad);
    }

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (var dim = 0; dim < shape.Length; dim++)
            shape[dim] = array.GetLength(dim);
        return shape;
    }

    private static void RequireEnough(ReadOnlySpan<long> shape, long length)
    {
        var wanted = 1L;
        foreach (var each in shape)
            wanted *= each;
        if (wanted > length)
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: {wanted} vs. {length}");
    }

    private static void RequireNoNames(string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("The TorchSharp stand-in has no named dimensions; leave names out.");
    }
}
