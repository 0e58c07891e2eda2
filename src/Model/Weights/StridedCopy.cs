namespace Moe.Model.Weights;

/// <summary>Copies a strided view of a storage into C order.</summary>
internal static class StridedCopy
{
    /// <summary>
    /// Fills <paramref name="destination"/> with the elements of <paramref name="view"/>, which fits
    /// <paramref name="storage"/>.
    /// </summary>
    public static void Copy(TorchView view, ReadOnlySpan<byte> storage, Span<byte> destination)
    {
        if (destination.IsEmpty)
            return;
        var size = view.Storage.DataType.Size();
        if (IsContiguous(view))
        {
            storage.Slice(checked((int)(view.Offset * size)), destination.Length).CopyTo(destination);
            return;
        }
        var index = new long[view.Shape.Length];
        var element = view.Offset;
        for (var written = 0; written < destination.Length; written += size)
        {
            storage.Slice(checked((int)(element * size)), size).CopyTo(destination[written..]);
            element += Advance(index, view);
        }
    }

    private static bool IsContiguous(TorchView view)
    {
        var expected = 1L;
        for (var axis = view.Shape.Length - 1; axis >= 0; axis--)
        {
            if (view.Shape[axis] != 1 && view.Strides[axis] != expected)
                return false;
            expected *= view.Shape[axis];
        }
        return true;
    }

    // Counts the index up by one, last axis fastest; returns how far the element moves in the storage.
    private static long Advance(long[] index, TorchView view)
    {
        var moved = 0L;
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            moved += view.Strides[axis];
            if (++index[axis] < view.Shape[axis])
                break;
            moved -= view.Strides[axis] * index[axis];
            index[axis] = 0;
        }
        return moved;
    }
}
