using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A source of random numbers of its own: what it gives depends on its seed and on nothing else. As in TorchSharp
    /// it is always one of the processor, whatever device is named, and libtorch refuses it for draws elsewhere.
    /// </summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(Native.st_generator(seed), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            if (handle == 0)
                throw Failure.Last();
            Handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The process-wide generator of the CPU.</summary>
        public static Generator Default => new(Native.st_default_generator(), CPU);

        public nint Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state() => Native.st_generator_state(this);

        public void set_state(Tensor value) => Failure.Check(Native.st_generator_set_state(this, value));

        public Generator manual_seed(long seed)
        {
            Failure.Check(Native.st_generator_seed(this, (ulong)seed));
            return this;
        }

        /// <summary>Seeds from the machine's entropy, and gives the seed.</summary>
        public long seed() => Native.st_generator_new_seed(this);

        public long initial_seed() => Native.st_generator_initial_seed(this);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var held = Handle;
            Handle = 0;
            if (held != 0)
                Native.st_generator_dispose(held);
        }
    }
}
