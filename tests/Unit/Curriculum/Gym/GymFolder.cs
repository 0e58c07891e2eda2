using System.IO.Compression;
using System.Text;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Unit.Specs.Curriculum.Gym;

/// <summary>A temporary folder that specs fill with task files or made-up packages; deleted at the end.</summary>
internal sealed class GymFolder : IDisposable
{
    private readonly HashSet<string> _packages = [];

    public GymFolder() => Root = Directory.CreateTempSubdirectory("gym-specs-").FullName;

    public string Root { get; }

    public string this[string path] => Path.Combine(Root, path);

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public GymFolder File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    public GymFolder File(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        System.IO.File.WriteAllBytes(this[path], bytes);
        return this;
    }

    /// <summary>Writes the three files of a drawing.</summary>
    public GymFolder Split(string task, string shots, int seed, string train, string dev, string test)
    {
        FewShotSplit split = new(task, shots, seed);
        File($"{task}/{split.FileName(SplitPart.Train)}", train);
        File($"{task}/{split.FileName(SplitPart.Dev)}", dev);
        return File($"{task}/{split.FileName(SplitPart.Test)}", test);
    }

    /// <summary>Writes a file of a made-up package; names ending in .gz or .dz are packed.</summary>
    public GymFolder Package(string package, string path, string text)
    {
        _packages.Add(package);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return File($"{package}/{path}", Path.GetExtension(path) is ".gz" or ".dz" ? Packed(bytes) : bytes);
    }

    /// <summary>The packages written so far as a shelf.</summary>
    public SourceShelf Shelf() => new(_packages.Select(name => KeyValuePair.Create(name, this[name])));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
