using System.Runtime.CompilerServices;

namespace Moe.Unit.Specs.Model.Weights;

/// <summary>Files that torch and numpy wrote; Fixtures/make_fixtures.py makes them.</summary>
internal static class Fixture
{
    /// <summary>The path of a fixture, beside this source file.</summary>
    public static string Find(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Fixtures", name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The fixture '{path}' is missing. Run its make_fixtures.py with torch.", path);
    }
}
