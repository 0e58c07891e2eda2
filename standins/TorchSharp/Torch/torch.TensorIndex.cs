namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// One place of an indexing expression: a number, a range, a tensor, an ellipsis or a new dimension.
    /// </summary>
    public struct TensorIndex
    {
        // The order is that of the enum in selecting.cpp.
        internal enum Sort
        {
            None,
            Single,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        internal Sort sort;
        internal long? start;
        internal long? stop;
        internal long? step;
        internal Tensor? tensor;

#pragma warning disable CA2211 // fields that can be written, as in TorchSharp
        public static TensorIndex Ellipsis = new() { sort = Sort.Ellipsis };
        public static TensorIndex None = new() { sort = Sort.None };
        public static TensorIndex Null = new() { sort = Sort.None };
        public static TensorIndex Colon = Slice();
#pragma warning restore CA2211

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { sort = Sort.Slice, start = start, stop = stop, step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(Bound(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Bound(range.End));

        public static TensorIndex Bool(bool value) => new() { sort = Sort.Bool, start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { sort = Sort.Single, start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { sort = Sort.Tensor, tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(Bound(index));

        /// <summary>Never called: it makes an index prefer the overload for indices over the one for tensors.</summary>
        public static implicit operator Tensor(TensorIndex value) =>
            throw new InvalidOperationException("An index is not a tensor.");

        private static long Bound(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
