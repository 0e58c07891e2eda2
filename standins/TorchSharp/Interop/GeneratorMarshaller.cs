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

        public readonly nint ToUnmanaged() => held is null ? 0 : held.Handle;

        public readonly void Free() => GC.KeepAlive(held);
    }
}
