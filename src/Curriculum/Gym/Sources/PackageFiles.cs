using System.Security.Cryptography;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>File names the clients give to packages, and how to find them again in a folder.</summary>
internal static class PackageFiles
{
    /// <summary>
    /// The version stands in a .deb's name with its colon written %3a; npm's file names need no such care.
    /// </summary>
    public static string Stem(SourcePackage package, string version) => package.Client == PackageClient.Apt
        ? $"{package.Name}_{version.Replace(":", "%3a", StringComparison.Ordinal)}"
        : $"{package.Name}-{version}";

    /// <summary>
    /// The package's file in a folder: the pinned version when it is there, else the one with the highest name.
    /// </summary>
    public static (string File, string Version)? Find(SourcePackage package, string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        var all = Directory.GetFiles(folder)
            .Select(file => (File: file, Version: VersionOf(package, Path.GetFileName(file))))
            .Where(found => found.Version is not null)
            .OrderBy(found => found.Version == package.Version)
            .ThenBy(found => found.File, StringComparer.Ordinal)
            .ToList();
        return all.Count == 0 ? null : (all[^1].File, all[^1].Version!);
    }

    /// <summary>Lower-case hexadecimal SHA-256 of a file.</summary>
    public static string Sha256(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string? VersionOf(SourcePackage package, string fileName)
    {
        if (package.Client == PackageClient.Npm)
        {
            string rest = After(fileName, package.Name + "-", ".tgz");
            return rest.Length > 0 && char.IsAsciiDigit(rest[0]) ? rest : null;
        }
        string[] pieces = After(fileName, package.Name + "_", ".deb").Split('_');
        return pieces.Length == 2 ? pieces[0].Replace("%3a", ":", StringComparison.Ordinal) : null;
    }

    private static string After(string fileName, string start, string end) =>
        fileName.StartsWith(start, StringComparison.Ordinal) && fileName.EndsWith(end, StringComparison.Ordinal)
            ? fileName[start.Length..^end.Length]
            : "";
}
