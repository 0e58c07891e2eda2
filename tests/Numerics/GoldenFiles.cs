using Moe.Model.Weights;

namespace Moe.Numerics.Specs;

/// <summary>
/// Finds the golden numbers: in the folder that the environment variable GOLDEN_DIR names, else in the copy beside the
/// test program (see Golden/README.md).
/// </summary>
internal static class GoldenFiles
{
    private const string FolderVariable = "GOLDEN_DIR";

    /// <summary>The folder the golden files are in.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The path of a golden file or folder, by its parts: Find("bpe", "cases.json").</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Find(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([Folder, .. parts]);
        if (Path.Exists(path))
            return path;
        throw new FileNotFoundException(
            $"The golden file '{path}' is missing. Expected it in the folder that {FolderVariable} names "
            + $"('{Environment.GetEnvironmentVariable(FolderVariable)}'), or in tests/Numerics/Golden, which the "
            + "build copies "
            + "beside the test program. Build again, or correct the variable.", path);
    }

    /// <summary>Opens NAME.safetensors.</summary>
    public static SafeTensorsFile Open(string name) => SafeTensorsFile.Open(Find(name + ".safetensors"));
}
