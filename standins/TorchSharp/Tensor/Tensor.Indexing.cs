using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // tensor[..], read and written.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index([i1]);
            set => index_put_(value, [i1]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index([i1, i2]);
            set => index_put_(value, [i1, i2]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index([i1, i2, i3]);
            set => index_put_(value, [i1, i2, i3]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([i1, i2, i3, i4]);
            set => index_put_(value, [i1, i2, i3, i4]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index([i1, i2, i3, i4, i5]);
            set => index_put_(value, [i1, i2, i3, i4, i5]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index([i1, i2, i3, i4, i5, i6]);
            set => index_put_(value, [i1, i2, i3, i4, i5, i6]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Places(indices));
            set => index_put_(value, Places(indices));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var result = st_index(this, Encoded(indices), indices.Length);
            GC.KeepAlive(indices);
            return result;
        }

        public Tensor index(params Tensor[] indices) => index(Places(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Done(st_index_put_(this, Encoded(indices), indices.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Places(indices));

        /// <summary>As assignment, but with accumulate the values of places that come twice are summed.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Span<nint> handles = stackalloc nint[indices.Length];
            for (var place = 0; place < handles.Length; place++)
                handles[place] = indices[place].Handle;
            Done(st_index_accumulate_(this, handles, handles.Length, value, accumulate));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Done(st_index_put_scalar_(this, Encoded(indices), indices.Length, value.Number));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Places(indices));

        private static TensorIndex[] Places(long[] indices) =>
            Array.ConvertAll(indices, each => TensorIndex.Single(each));

        private static TensorIndex[] Places(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static NativeIndex[] Encoded(TensorIndex[] indices) => Array.ConvertAll(indices, Encoded);

        private static NativeIndex Encoded(TensorIndex index) => new(
            (long)index.sort,
            index.start ?? NativeIndex.Absent,
            index.stop ?? NativeIndex.Absent,
            index.step ?? NativeIndex.Absent,
            index.tensor is null ? 0 : index.tensor.Handle);
    }
}
