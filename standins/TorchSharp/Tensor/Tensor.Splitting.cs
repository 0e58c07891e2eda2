using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // One tensor taken apart into views of it.
    public partial class Tensor
    {
        private const int MostPartsOnStack = 64;

        private delegate long Part(Span<nint> room);

        public Tensor[] split(long size, int dim = 0)
        {
            var length = this.size(dim);
            var most = size < 1 ? 1 : (length + size - 1) / size;
            return Parts(Math.Max(most, 1), room => st_split(this, size, dim, room, room.Length));
        }

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long[] sizes, long dim = 0) =>
            Parts(sizes.Length, room => st_split_sizes(this, sizes, sizes.Length, dim, room, room.Length));

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        public Tensor[] chunk(long chunks, long dim = 0L) =>
            Parts(Math.Max(chunks, 1), room => st_chunk(this, chunks, dim, room, room.Length));

        public Tensor[] unbind(long dimension = 0L) =>
            Parts(size((int)dimension), room => st_unbind(this, dimension, room, room.Length));

        /// <summary>
        /// Lets the native side write handles into room for the most there can be, and wraps those it wrote.
        /// </summary>
        private static Tensor[] Parts(long most, Part work)
        {
            Span<nint> room = most <= MostPartsOnStack ? stackalloc nint[MostPartsOnStack] : new nint[most];
            var count = work(room);
            if (count < 0)
                throw Failure.Last();
            var parts = new Tensor[count];
            for (var place = 0; place < count; place++)
                parts[place] = new Tensor(room[place]);
            return parts;
        }
    }
}
