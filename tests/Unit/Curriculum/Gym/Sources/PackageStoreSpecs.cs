using System.Formats.Tar;
using System.IO.Compression;
using Moe.Curriculum.Gym.Sources;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Sources;

/// <summary>No spec here asks a network: files are made by hand and found in the folder of fetched files.</summary>
public sealed class PackageStoreSpecs : IDisposable
{
    private static readonly SourcePackage Idioms = new(PackageClient.Npm, "idioms", "1.0.0", "MIT");
    private static readonly SourcePackage WordNet = new(PackageClient.Apt, "wordnet-base", "1:3.0-37", "WordNet");
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fetched_tarball_is_unpacked_without_its_first_folder_and_its_hash_is_known()
    {
        Tarball("from/idioms-1.0.0.tgz", "package/idioms.txt", "a bird in the hand");
        ObtainedPackage obtained = Assert.Single(Obtain(_folder["from"], Idioms));
        Assert.Equal("1.0.0", obtained.Version);
        Assert.Equal("a bird in the hand", File.ReadAllText(Path.Combine(obtained.Folder, "idioms.txt")));
        Assert.Equal(64, obtained.Sha256.Length);
        Assert.Equal(new FileInfo(obtained.File).Length, obtained.Bytes);
    }

    [Fact]
    public void The_cache_is_used_again_without_any_client()
    {
        Tarball("cache/packages/idioms-1.0.0.tgz", "package/idioms.txt", "kept");
        PackageStore store = new(_folder["cache"], null, _ => { });
        Assert.Single(store.Obtain([Idioms], TestContext.Current.CancellationToken));
        Assert.Single(store.Obtain([Idioms], TestContext.Current.CancellationToken));
        Assert.Equal(0, store.BytesFetched);
    }

    [Fact]
    public void Folders_may_be_named_from_where_the_program_runs()
    {
        Tarball("from/idioms-1.0.0.tgz", "package/idioms.txt", "text");
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder["from"]);
        string cache = Path.GetRelativePath(Environment.CurrentDirectory, _folder["cache"]);
        PackageStore store = new(cache, relative, _ => { });
        ObtainedPackage obtained = Assert.Single(store.Obtain([Idioms], TestContext.Current.CancellationToken));
        Assert.True(Path.IsPathFullyQualified(obtained.Folder));
        Assert.True(Path.IsPathFullyQualified(obtained.File));
    }

    [Fact]
    public void The_pinned_version_is_preferred_and_another_one_is_taken_and_named()
    {
        Tarball("from/idioms-1.1.0.tgz", "package/idioms.txt", "newer");
        Assert.Equal("1.1.0", Obtain(_folder["from"], Idioms)[0].Version);
        Tarball("from/idioms-1.0.0.tgz", "package/idioms.txt", "pinned");
        Assert.Equal("1.0.0", Obtain(_folder["from"], Idioms)[0].Version);
    }

    [Fact]
    public void A_folder_of_fetched_files_that_lacks_one_is_refused_with_the_name_of_the_file()
    {
        Directory.CreateDirectory(_folder["from"]);
        string message = Assert.Throws<DataException>(() => Obtain(_folder["from"], WordNet)).Message;
        Assert.Contains("wordnet-base_1%3a3.0-37", message);
    }

    [Fact]
    public void A_damaged_tarball_is_refused_with_its_name_and_a_whole_one_is_taken_afterwards()
    {
        _folder.File("from/idioms-1.0.0.tgz", "this is no tarball");
        DataException refused = Assert.Throws<DataException>(() => Obtain(_folder["from"], Idioms));
        Assert.Contains("idioms-1.0.0.tgz", refused.Message);
        Tarball("from/idioms-1.0.0.tgz", "package/idioms.txt", "whole");
        Assert.Equal(
            "whole", File.ReadAllText(Path.Combine(Obtain(_folder["from"], Idioms)[0].Folder, "idioms.txt")));
    }

    [Fact]
    public void An_entry_that_points_outside_is_refused()
    {
        Tarball("from/idioms-1.0.0.tgz", "package/../../escaped.txt", "no");
        Assert.Contains("outside", Assert.Throws<DataException>(() => Obtain(_folder["from"], Idioms)).Message);
    }

    [Fact]
    public void Versions_are_read_from_the_names_of_files()
    {
        _folder.File("from/wordnet-base_1%3a3.0-37_all.deb", "x").File("from/idioms-more-2.0.0.tgz", "x");
        Assert.Equal("1:3.0-37", PackageFiles.Find(WordNet, _folder["from"])!.Value.Version);
        Assert.Null(PackageFiles.Find(Idioms, _folder["from"]));
        Assert.Null(PackageFiles.Find(Idioms, _folder["nowhere"]));
    }

    [Fact]
    public void A_file_a_package_no_longer_has_is_refused_with_package_and_path()
    {
        _folder.Package("idioms", "other.txt", "x");
        string message = Assert.Throws<DataException>(() => _folder.Shelf().Text("idioms", "idioms.txt")).Message;
        Assert.Contains("idioms.txt", message);
        Assert.Contains("pinned", message);
    }

    private IReadOnlyList<ObtainedPackage> Obtain(string from, SourcePackage package) =>
        new PackageStore(_folder["cache"], from, _ => { }).Obtain([package], TestContext.Current.CancellationToken);

    private void Tarball(string path, string entry, string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter tar = new(gzip, TarEntryFormat.Pax))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry)
            {
                DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
            });
        _folder.File(path, packed.ToArray());
    }
}
