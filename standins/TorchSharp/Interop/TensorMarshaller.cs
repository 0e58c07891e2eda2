using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>
/// Passes a tensor's handle to a native function and keeps the tensor from being finalised until the function has
/// come back; wraps the handle that comes back, or throws libtorch's message when there is none.
/// </summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(Argument))]
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Result))]
internal static class TensorMarshaller
{
    public ref struct Argument
    {
        private torch.Tensor? held;

        public void FromManaged(torch.Tensor? tensor) => held = tensor;

        public readonly nint ToUnmanaged() => held is null ? 0 : held.Handle;

        public readonly void Free() => GC.KeepAlive(held);
    }

    public static class Result
    {
        public static torch.Tensor ConvertToManaged(nint handle) =>
            handle == 0 ? throw Failure.Last() : new torch.Tensor(handle);
    }
}
