using System.Runtime.InteropServices;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Tensors over a managed array's own memory: the array is pinned until libtorch lets go of it.

    public static Tensor from_array(Array rawArray, Device? device = null) =>
        from_array(rawArray, TypeOf(ElementOf(rawArray)), device ?? CPU);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RequireNoNames(names);
        var shared = Shared(rawArray, 0, ShapeOf(rawArray));
        return Finished(shared, dtype ?? shared.dtype, InitializeDevice(device), requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        from_array(rawArray, dtype, device);

    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        from_array(rawArray, dtype, device);

    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        from_array(rawArray, dtype, device);

    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        from_array(rawArray, dtype, device);

    public static Tensor as_tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        from_array(rawArray, dtype, device);

    /// <summary>
    /// One dimension of count elements from an offset, both in elements of the array; other types are converted.
    /// </summary>
    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0)
            count = length - offset;
        if (count > length - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        return Finished(Shared(rawArray, offset, [count]), dtype, CPU, requires_grad);
    }

    private static unsafe Tensor Shared(Array array, long offset, long[] shape)
    {
        var type = TypeOf(ElementOf(array));
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        var data = (byte*)pin.AddrOfPinnedObject() + offset * type.ElementSize();
        return st_from_memory(data, shape, shape.Length, (sbyte)type, &Unpin, GCHandle.ToIntPtr(pin));
    }

    private static Tensor Finished(Tensor shared, ScalarType type, Device device, bool requiresGrad)
    {
        if (shared.dtype == type && shared.device_type == device.type)
            return shared.requires_grad_(requiresGrad);
        using (shared)
            return shared.to(type, device).requires_grad_(requiresGrad);
    }

    private static Type ElementOf(Array array) => array.GetType().GetElementType()!;

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();
}
