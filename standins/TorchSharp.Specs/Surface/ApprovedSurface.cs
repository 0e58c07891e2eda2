using System.Reflection;

namespace TorchSharp.Specs.Surface;

/// <summary>
/// The lines of surface.txt, each compared with TorchSharp 0.106.0. Whoever adds a member adds its line, after a run
/// with TORCHSHARP_ASSEMBLY naming the original.
/// </summary>
public static class ApprovedSurface
{
    public static IReadOnlySet<string> Lines { get; } = Read();

    /// <summary>Whether it is a method of the stand-in; the original has far more.</summary>
    public static bool Has(MethodInfo method) => Lines.Contains(SignatureReader.Line(method));

    private static HashSet<string> Read()
    {
        var stream = typeof(ApprovedSurface).Assembly.GetManifestResourceStream("surface.txt")!;
        return [.. new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
