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
    private readonly string _files = Path.Combine(cache, "packages");
    private readonly string _unpacked = Path.Combine(cache, "unpacked");

    /// <summary>Bytes fetched by this object so far.</summary>
    public long BytesFetched { get; private set; }

    /// <summary>Brings all packages onto the machine, unpacked, in the order asked.</summary>
    /// <exception cref="EnvironmentException">
    /// A client is missing or failed, or the cache cannot be written.
    /// </exception>
    /// <exception cref="DataException">A fetched file is damaged, or <c>from</c> lacks one.</exception>
    public IReadOnlyList<ObtainedPackage> Obtain(IReadOnlyList<SourcePackage> packages, CancellationToken cancel)
    {
        MakeFolders();
        SourcePackage[] missing = [.. packages.Where(package => Locate(package) is null)];
        if (missing.Length > 0)
            Fetch(missing, cancel);
        ObtainedPackage[] obtained = new ObtainedPackage[packages.Count];
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancel,
        };
        try
        {
            Parallel.For(0, packages.Count, options, index => obtained[index] = Unpack(packages[index], cancel));
        }
        catch (AggregateException failures) when (failures.InnerExceptions[0] is MoeException first)
        {
            throw first;
        }
        return obtained;
    }

    private (string File, string Version)? Locate(SourcePackage package) =>
        (from is null ? null : PackageFiles.Find(package, from)) ?? PackageFiles.Find(package, _files);

    private void Fetch(SourcePackage[] missing, CancellationToken cancel)
    {
        if (from is not null)
            throw new DataException(
                $"{from}: no file of {string.Join(", ", missing.Select(package => package.Name))}. Expected for " +
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

    private void MakeFolders()
    {
        try
        {
            Directory.CreateDirectory(_files);
            Directory.CreateDirectory(_unpacked);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"{cache}: the cache folder cannot be made ({failure.Message}). Name another with --cache " +
                "DIR.", failure);
        }
    }
}
