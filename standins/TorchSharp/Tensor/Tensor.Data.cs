using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // The elements as .NET sees them.
    public partial class Tensor
    {
        /// <summary>
        /// Get: the elements' own memory, of a contiguous CPU tensor; it is valid while the tensor is alive. Set:
        /// copies into it.
        /// </summary>
        public Span<byte> bytes
        {
            get
            {
                var size = NumberOfElements * ElementSize;
                if (!is_contiguous())
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                if (size > int.MaxValue)
                    throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                RequireCpu();
                return Memory((int)size);
            }
            set
            {
                var size = NumberOfElements * ElementSize;
                if (!is_contiguous())
                    throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (size != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                RequireCpu();
                value.CopyTo(Memory(value.Length));
            }
        }

        /// <summary>
        /// The elements as an ordered collection, in the tensor's own memory, or in a copy of a tensor on another device.
        /// </summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireElement<T>();
            return new Utils.TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The one element of a tensor that has one.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            using var onCpu = is_cpu() ? null : cpu();
            return (onCpu ?? this).data<T>()[0];
        }

        public Scalar ToScalar()
        {
            Failure.Check(st_item(this, out var number));
            return Scalar.Of(number);
        }

        /// <summary>The address of the first element; the caller keeps the tensor alive while it uses it.</summary>
        internal nint Address()
        {
            var address = st_data(this);
            return address != 0 || NumberOfElements == 0 ? address : throw Failure.Last();
        }

        internal void RequireCpu()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. "
                    + "Move or copy the tensor to the cpu before reading.");
        }

        private unsafe Span<byte> Memory(int size) => new((void*)Address(), size);

        private void RequireElement<T>()
        {
            var type = dtype;
            var fits = typeof(T) == typeof(Half) ? type == ScalarType.Float16 : TypeOf(typeof(T)) == type;
            if (!fits)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}");
        }
    }
}
