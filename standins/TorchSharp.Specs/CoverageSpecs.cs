using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>Every operation of a tensor is called by name in some specification beside this one.</summary>
public class CoverageSpecs
{
    [Fact]
    public void Names_every_method_of_the_tensor_in_a_specification()
    {
        var sources = Directory.GetFiles(Folder(), "*.cs").Select(File.ReadAllText).ToList();
        Assert.SkipWhen(sources.Count == 0, "The sources of the specifications are not here.");
        var text = string.Concat(sources);
        var unnamed = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(each => !each.IsSpecialName)
            .Select(each => each.Name)
            .Distinct()
            .Where(name => !text.Contains($".{name}(") && !text.Contains($".@{name}(") && !text.Contains($".{name}<"))
            // Those in place are compared with their twins by TwinSpecs.
            .Where(name => !name.EndsWith('_') || !text.Contains($".{name[..^1]}("));
        Assert.Empty(unnamed.Except(["GetHashCode"]));
    }

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) ? folder : AppContext.BaseDirectory;
}
