using System.Text.RegularExpressions;
using System.Xml.Linq;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Repository;

/// <summary>Rules that hold over the whole repository; each failure lists every place.</summary>
public sealed partial class TidySpecs
{
    private const int FileLinesMax = 400;
    private const int FunctionLinesMax = 60;
    private const int LineWidthMax = 140;

    // Tests may say what the code may not.
    private const string ThisFile = "TidySpecs.cs";

    private static readonly string[] Product = ["src"];
    private static readonly string[] Code = ["src", "standins", "tests"];
    private static readonly string[] Everything =
    [
        "src", "standins", "tests", "docs", "examples", "ops", "benchmarks", ".ci",
    ];

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b", "pass a TimeProvider in")]
    [InlineData(@"\bRandom\.Shared\b|\bnew Random\(\)", "use a named random stream")]
    [InlineData(@"\bThread\.Sleep\(|\bTask\.Delay\(", "await the condition")]
    [InlineData(@"\btorch\.(random\.)?manual_seed\(", "make a generator of one's own")]
    [InlineData(@"\bthrow new Exception\(", "throw a typed exception")]
    [InlineData(@"\bcatch\s*(\([^)]*\))?\s*(when\s*\([^{]*\))?\s*\{\s*\}", "name the failure that is expected, and handle it")]
    [InlineData(@"^\s*#if\b", "the build chooses between stacks, not the compiler")]
    [InlineData(@"\b(TODO|FIXME|HACK|XXX)\b", "finish it or write an issue")]
    public void The_product_and_its_tests_do_without(string banned, string instead) =>
        AssertNone(SourceFiles.CSharp("src", "tests").SelectMany(file => Places(file, banned)), instead);

    [Theory]
    [InlineData(@"(?<![A-Za-z0-9_.}$""])/(work|farm|root|tmp)/", "no path of one machine")]
    [InlineData(@"https?://[a-z0-9.-]*(nuget|npm|deb)[a-z]*\.", "no registry host: the user's own clients know theirs")]
    [InlineData(@"(?i)\b(CEO|LLM|subagent|AI assistant|co-?pilot)\b", "write about the program")]
    public void Nothing_speaks_of_where_or_how_it_was_written(string banned, string instead) => AssertNone(
        SourceFiles.Under(Everything).Concat(TopLevel()).SelectMany(file => Places(file, banned)), instead);

    [Fact]
    public void No_file_is_longer_than_the_limit() => AssertNone(
        SourceFiles.CSharp(Code).Concat(SourceFiles.Under("standins").Where(file => file.Path.EndsWith(".cpp", StringComparison.Ordinal)))
            .Select(file => (file.Path, Lines: file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1))
            .Where(file => file.Lines > FileLinesMax).Select(file => $"{file.Path}: {file.Lines} lines"),
        $"split it by topic; {FileLinesMax} lines are the limit");

    [Fact]
    public void No_function_is_longer_than_the_limit() => AssertNone(
        SourceFiles.CSharp(Code).SelectMany(file => CSharpFunctions.Of(file.Text)
            .Where(function => function.Lines > FunctionLinesMax)
            .Select(function => $"{file.Path}:{function.Line}: {function.Lines} lines")),
        $"let parents decide and leaves compute; {FunctionLinesMax} lines are the limit");

    [Fact]
    public void No_line_is_wider_than_the_limit() => AssertNone(
        SourceFiles.CSharp(Code).SelectMany(file => file.Text.Split('\n').Index()
            .Where(line => line.Item.Length > LineWidthMax)
            .Select(line => $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns")),
        $"break it; {LineWidthMax} columns are the limit");

    [Fact]
    public void No_dispose_scope_crosses_an_await() => AssertNone(
        SourceFiles.CSharp(Product).SelectMany(file => CSharpFunctions.Of(file.Text)
            .Where(function => function.Body.Contains("NewDisposeScope", StringComparison.Ordinal)
                && function.Body.Contains("await ", StringComparison.Ordinal))
            .Select(function => $"{file.Path}:{function.Line}")),
        "a scope belongs to its thread: do the tensor work in a function of its own on a lane");

    [Fact]
    public void No_sum_over_the_first_dimension_is_taken_for_one_over_all_into_bytes() => AssertNone(
        SourceFiles.CSharp(Code).SelectMany(file => Places(file, @"\.(sum|prod)\(0\)")),
        "name it, sum(dim: 0): a bare 0 is also an element type, and that overload is chosen");

    [Fact]
    public void No_file_is_named_for_what_it_is_not() => AssertNone(
        SourceFiles.CSharp(Product).Select(file => file.Path).Where(path => VagueName().IsMatch(Path.GetFileNameWithoutExtension(path))),
        "name it for what it does");

    [Theory]
    [InlineData("Model")]
    [InlineData("Curriculum", "Model")]
    [InlineData("Actors", "Curriculum")]
    [InlineData("Analysis", "Curriculum")]
    [InlineData("Cluster", "Actors", "Analysis")]
    public void Projects_know_only_those_before_them(string project, params string[] known)
    {
        var file = XDocument.Load(RepositoryFiles.At("src", project, $"{project}.csproj"));
        var referenced = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(known.Order(), referenced.Order());
    }

    [Theory]
    [InlineData("Model", "Akka")]
    [InlineData("Curriculum", "Akka")]
    [InlineData("Analysis", "Akka")]
    [InlineData("Analysis", "Moe.Actors")]
    public void Projects_do_not_speak_of_what_they_must_not_know(string project, string unknown) => AssertNone(
        SourceFiles.CSharp(Path.Combine("src", project))
            .SelectMany(file => Places(file, $@"^\s*using (static )?{Regex.Escape(unknown)}\b")),
        $"{project} must not know {unknown}");

    [Fact]
    public void Every_script_of_make_is_executable()
    {
        if (OperatingSystem.IsWindows()) return;
        var scripts = Directory.GetFiles(RepositoryFiles.At("ops", "make"))
            .Append(RepositoryFiles.At("cluster")).Append(RepositoryFiles.At(".ci", "run"));

        foreach (var script in scripts)
            Assert.True((File.GetUnixFileMode(script) & UnixFileMode.UserExecute) != 0, $"{script}: chmod +x");
    }

    private static IEnumerable<(string Path, string Text)> TopLevel() => Directory.GetFiles(RepositoryFiles.Root)
        .Where(file => Path.GetFileName(file) is not (".gitignore" or ".git"))
        .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    private static IEnumerable<string> Places((string Path, string Text) file, string pattern)
    {
        if (Path.GetFileName(file.Path) == ThisFile) yield break;
        foreach (Match match in Regex.Matches(file.Text, pattern, RegexOptions.Multiline))
            yield return $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value.Trim()}";
    }

    private static void AssertNone(IEnumerable<string> places, string instead)
    {
        var all = places.ToList();
        Assert.True(all.Count == 0, $"{all.Count} places ({instead}):\n{string.Join('\n', all)}");
    }

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Common|V2)$")]
    private static partial Regex VagueName();
}
