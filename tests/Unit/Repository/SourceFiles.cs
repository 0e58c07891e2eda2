using Moe.Unit.Specs.Cluster;

namespace Moe.Unit.Specs.Repository;

/// <summary>The repository's own text files: what is built, fetched or left by runs is not among them.</summary>
internal static class SourceFiles
{
    private static readonly HashSet<string> NotOurs =
        ["bin", "obj", "build", ".git", "gym", "runs", "artifacts", "node_modules", "TestResults", ".vs", ".idea"];

    private static readonly HashSet<string> TextExtensions =
        [".cs", ".cpp", ".h", ".md", ".hocon", ".conf", ".csproj", ".props", ".targets", ".json", ".sh", ".txt", ".yaml", ".yml", ""];

    /// <summary>Every text file under some folders, with its path from the repository's root.</summary>
    public static IEnumerable<(string Path, string Text)> Under(params string[] folders) => folders
        .SelectMany(folder => Walk(RepositoryFiles.At(folder)))
        .Select(file => (Path.GetRelativePath(RepositoryFiles.Root, file), File.ReadAllText(file)));

    /// <summary>Every C# file under some folders.</summary>
    public static IEnumerable<(string Path, string Text)> CSharp(params string[] folders) =>
        Under(folders).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<string> Walk(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.GetFiles(folder).Where(file => TextExtensions.Contains(Path.GetExtension(file)))
            .Concat(Directory.GetDirectories(folder).Where(sub => !NotOurs.Contains(Path.GetFileName(sub))).SelectMany(Walk))
            .Order(StringComparer.Ordinal);
}
