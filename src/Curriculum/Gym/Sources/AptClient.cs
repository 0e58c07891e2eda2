using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>
/// Fetches and unpacks Debian packages with apt's own tools. Nothing is installed, so no root is needed as long as the
/// package lists are there. The pinned version is asked for first; a mirror keeps only the newest one of a package
/// that moves with updates, so any other version offered is taken instead, with a line that says so.
/// </summary>
internal static class AptClient
{
    private const string MissingApt =
        "The sources are Debian packages: build the gym on Debian or Ubuntu, or fetch the files elsewhere and name " +
        "their folder with `cluster data build --from DIR`.";

    public static void Download(
        IReadOnlyList<SourcePackage> packages, string folder, Action<string> say, CancellationToken cancel)
    {
        Dictionary<string, List<string>> offered = Offered(packages, folder, cancel);
        List<string> wanted = [];
        foreach (SourcePackage package in packages)
        {
            List<string> versions = offered[package.Name];
            string version = versions.Contains(package.Version) ? package.Version : versions[0];
            if (version != package.Version)
                say($"{package.Name}: version {package.Version} is pinned, the mirror offers {version}; taking that");
            wanted.Add($"{package.Name}={version}");
        }
        CommandResult result = ExternalCommand.Run("apt-get", ["download", .. wanted], folder, MissingApt, cancel);
        if (result.ExitCode != 0)
            throw new EnvironmentException(
                $"`apt-get download` ended with {result.ExitCode}: {LastLines(result)}. Check the network, run " +
                "`apt-get update` as root, and start again; files already fetched are kept.");
    }

    public static void Unpack(string file, string folder, CancellationToken cancel)
    {
        CommandResult result = ExternalCommand.Run(
            "dpkg-deb", ["--extract", file, folder], Path.GetTempPath(), MissingApt, cancel);
        if (result.ExitCode != 0)
            throw new DataException(
                $"{file}: `dpkg-deb --extract` ended with {result.ExitCode}: {LastLines(result)}. Delete the file " +
                "so " +
                "that it is fetched again.");
    }

    private static Dictionary<string, List<string>> Offered(
        IReadOnlyList<SourcePackage> packages, string folder, CancellationToken cancel)
    {
        IEnumerable<string> names = packages.Select(package => package.Name);
        CommandResult result = ExternalCommand.Run("apt-cache", ["madison", .. names], folder, MissingApt, cancel);
        Dictionary<string, List<string>> offered = new(StringComparer.Ordinal);
        foreach (string line in result.Output.Split('\n'))
        {
            string[] fields = [.. line.Split('|').Select(field => field.Trim())];
            if (fields.Length < 3 || !fields[2].EndsWith("Packages", StringComparison.Ordinal))
                continue;
            if (!offered.TryGetValue(fields[0], out List<string>? versions))
                offered[fields[0]] = versions = [];
            versions.Add(fields[1]);
        }
        string[] missing = [.. names.Where(name => !offered.ContainsKey(name))];
        if (missing.Length == packages.Count)
            throw new EnvironmentException(
                $"apt knows none of the {missing.Length} source packages ({missing[0]}, ...): its package lists are " +
                "empty or out of date. Run `apt-get update` as root (or `sudo apt-get update`) and start again.");
        if (missing.Length > 0)
            throw new EnvironmentException(
                $"apt offers no {string.Join(", ", missing)}. Run `apt-get update` as root; on a release without " +
                "these packages fetch their .deb files from Debian bookworm and use `cluster data build --from DIR`.");
        return offered;
    }

    private static string LastLines(CommandResult result)
    {
        string[] lines = (result.Errors + result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" ", lines.TakeLast(3));
    }
}
