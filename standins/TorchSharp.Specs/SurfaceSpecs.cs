using System.Reflection;
using System.Runtime.Loader;
using TorchSharp.Specs.Surface;
using Xunit;

namespace TorchSharp.Specs;

public class SurfaceSpecs
{
    private const string Variable = "TORCHSHARP_ASSEMBLY";

    private static readonly Assembly StandIn = typeof(torch).Assembly;

    [Fact]
    public void Is_the_surface_that_was_compared_with_the_original()
    {
        var present = SignatureReader.Read(StandIn.GetExportedTypes());
        Original.Skip("It has more.");
        Assert.Empty(present.Except(ApprovedSurface.Lines));
        Assert.Empty(ApprovedSurface.Lines.Except(present));
    }

    [Fact]
    public void Has_only_members_that_the_original_has()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{Variable} does not name a TorchSharp.dll to compare with.");
        var context = new AssemblyLoadContext("the original", isCollectible: true);
        try
        {
            var original = context.LoadFromAssemblyPath(Path.GetFullPath(path!));
            var types = StandIn.GetExportedTypes().Select(each => original.GetType(each.FullName!)).OfType<Type>();
            Assert.Empty(SignatureReader.Read(StandIn.GetExportedTypes()).Except(SignatureReader.Read(types)));
        }
        finally
        {
            context.Unload();
        }
    }
}
