using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>
/// Passes a generator's handle, or none, and keeps the generator alive until the function has come back.
/// </summary>
[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(Argument))]
internal static class GeneratorMarshaller
{
    public ref struct Argument
    {
        private torch.Generator? held;

        public void FromManaged(torch.Generator? generator) => held = generator;

        public readonly nint ToUnmanaged()
        {
            if (held is null)
                return 0;
            // A null handle would silently mean the process-wide generator.
            ObjectDisposedException.ThrowIf(held.Handle == 0, held);
            return held.Handle;
        }

        public readonly void Free() => GC.KeepAlive(held);
    }
}
