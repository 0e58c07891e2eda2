using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An array of numbers in libtorch. Names and meaning of its members are PyTorch's; a name that ends in _ works
    /// in place and answers the tensor itself. Errors of libtorch come as ExternalException with its message.
    /// </summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long total;
        private static long peak;
        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            Count();
            Owner = DisposeScopeManager.OfThread.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors that .NET holds in this process, on all threads.</summary>
        public static long TotalCount => Interlocked.Read(ref total);

        /// <summary>The most that <see cref="TotalCount"/> has been.</summary>
        public static long PeakCount => Interlocked.Read(ref peak);

        /// <summary>For people who debug; libtorch does not know it.</summary>
        public string? name { get; set; }

        public bool IsInvalid => handle == 0;

        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public nint Handle =>
            handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? Owner { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            Owner?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Owner?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Owner);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Owner is null)
                other?.Attach(this);
            else
                Owner.MoveToOther(other, this);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            // Two threads, or the finaliser beside a late Dispose, must not both free the native tensor.
            var held = Interlocked.Exchange(ref handle, 0);
            if (held == 0)
                return;
            DisposeScopeManager.OfThread.CountDisposed(Owner);
            Owner?.Forget(this);
            Interlocked.Decrement(ref total);
            st_dispose(held);
        }

        /// <summary>The tensor itself after an operation in place, or that operation's error.</summary>
        private Tensor Done(int status) => status == 0 ? this : throw Failure.Last();

        private static void Count()
        {
            var now = Interlocked.Increment(ref total);
            var most = Interlocked.Read(ref peak);
            while (now > most)
            {
                var found = Interlocked.CompareExchange(ref peak, now, most);
                if (found == most)
                    return;
                most = found;
            }
        }
    }

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.Open();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.Current;
}
