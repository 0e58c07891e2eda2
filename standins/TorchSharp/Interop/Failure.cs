using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>libtorch's last error on this thread, thrown as TorchSharp throws it.</summary>
internal static class Failure
{
    public static ExternalException Last() =>
        new(Marshal.PtrToStringUTF8(Native.st_last_error()) ?? "libtorch failed without a message");

    public static void Check(int status)
    {
        if (status != 0)
            throw Last();
    }
}
