using System.Collections;

namespace TorchSharp.Utils;

/// <summary>
/// A CPU tensor's elements as a collection in row-major order, read and written in the tensor's own memory, whatever
/// its strides. It keeps the tensor from being finalised, not from being disposed.
/// </summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;
    private readonly unsafe T* first;

    internal unsafe TensorAccessor(torch.Tensor tensor)
    {
        tensor.RequireCpu();
        this.tensor = tensor;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        first = (T*)tensor.Address();
        Count = shape.TotalSize();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>
    /// Read: one index is a place in row-major order, several are one for each dimension. Write: one for each dimension.
    /// </summary>
    public unsafe T this[params long[] indices]
    {
        get => first[Offset(indices)];
        set => first[OffsetOf(indices)] = value;
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) =>
        left.Count == right.Count && left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => tensor.GetHashCode();

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>
    /// An array with as many dimensions as the tensor; one element without dimensions gives an array of one.
    /// </summary>
    public unsafe Array ToNDArray()
    {
        if (shape.Length < 2)
            return ToArray();
        var array = Array.CreateInstance(typeof(T), shape);
        var place = new long[shape.Length];
        for (long index = 0; index < Count; index++)
        {
            var rest = index;
            for (var dim = shape.Length - 1; dim >= 0; dim--)
                rest = Math.DivRem(rest, shape[dim], out place[dim]);
            array.SetValue(first[OffsetOf(index)], place);
        }
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var room = array[arrayIndex..];
        var count = (int)Math.Min(room.Length, Count - tensorIndex);
        if (contiguous)
            new Span<T>(first + tensorIndex, count).CopyTo(room);
        else
            for (var place = 0; place < count; place++)
                room[place] = first[OffsetOf(tensorIndex + place)];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var values = array[arrayIndex..];
        var count = (int)Math.Min(values.Length, Count - tensorIndex);
        if (contiguous)
            values[..count].CopyTo(new Span<T>(first + tensorIndex, count));
        else
            for (var place = 0; place < count; place++)
                first[OffsetOf(tensorIndex + place)] = values[place];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long index = 0; index < Count; index++)
            yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the memory is the tensor's.</summary>
    public void Dispose()
    {
    }

    private long Offset(long[] indices)
    {
        if (indices.Length != 1)
            return OffsetOf(indices);
        var index = indices[0];
        if (index >= Count)
            throw new IndexOutOfRangeException($"{index} in a collection of {Count} elements.");
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return OffsetOf(index);
    }

    private long OffsetOf(long index)
    {
        if (contiguous)
            return index;
        long offset = 0;
        for (var dim = shape.Length - 1; dim >= 0; dim--)
        {
            index = Math.DivRem(index, shape[dim], out var place);
            offset += place * strides[dim];
        }
        return offset;
    }

    private long OffsetOf(long[] indices)
    {
        long offset = 0;
        for (var dim = 0; dim < shape.Length; dim++)
        {
            if (indices[dim] < 0 || indices[dim] >= shape[dim])
                throw new IndexOutOfRangeException($"{indices[dim]} >= {shape[dim]} in dimension {dim}.");
            offset += indices[dim] * strides[dim];
        }
        return offset;
    }
}
