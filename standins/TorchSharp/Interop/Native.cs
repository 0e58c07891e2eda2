using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>
/// The functions of libtorchstandin.so, by theme in the files beside this one. A tensor that is passed stays alive
/// until the native call has come back, and one that comes back empty throws libtorch's message
/// (<see cref="TensorMarshaller"/>).
/// </summary>
internal static partial class Native
{
    private const string Library = "torchstandin";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    [LibraryImport(Library)]
    internal static partial nint st_last_error();

    [LibraryImport(Library)]
    internal static partial nint st_torch_version();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Library)
            return 0;
        ProcessSettings.Apply();
        var beside = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? "", $"lib{Library}.so");
        return NativeLibrary.Load(File.Exists(beside) ? beside : $"lib{Library}.so");
    }
}
