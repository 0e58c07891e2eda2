using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>
/// Reads files of unpacked packages as text. Bytes that are no valid text become U+FFFD here; rows that hold one are
/// dropped later. Parsed sources that several tasks share are kept: see <see cref="Shared"/>.
/// </summary>
public sealed class SourceShelf
{
    private readonly Dictionary<string, string> _folders;
    private readonly ConcurrentDictionary<Type, Lazy<object>> _shared = new();

    /// <summary>Makes a shelf of package name to unpacked folder.</summary>
    public SourceShelf(IEnumerable<KeyValuePair<string, string>> folders) =>
        _folders = new Dictionary<string, string>(folders, StringComparer.Ordinal);

    /// <summary>A source parsed once and used by several tasks.</summary>
    public T Shared<T>(Func<SourceShelf, T> parse) where T : class =>
        (T)_shared.GetOrAdd(typeof(T), _ => new Lazy<object>(() => parse(this))).Value;

    /// <summary>The text of a file; names ending in .gz or .dz are unpacked.</summary>
    /// <exception cref="DataException">The package has no such file: its layout changed.</exception>
    public string Text(string package, string path, Encoding? encoding = null)
    {
        string file = FilePath(package, path);
        try
        {
            using FileStream raw = File.OpenRead(file);
            bool packed = Path.GetExtension(path) is ".gz" or ".dz";
            using Stream plain = packed ? new GZipStream(raw, CompressionMode.Decompress) : raw;
            using StreamReader reader = new(plain, encoding ?? Encoding.UTF8);
            return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new DataException(
                $"{file}: expected a file of the package {package} and could not read it ({failure.Message}). " +
                "Another " +
                "version of the package may lay out its files differently: fetch the pinned one (docs/data.md).",
                failure);
        }
    }

    /// <summary>The lines of a file, without line ends.</summary>
    public IEnumerable<string> Lines(string package, string path, Encoding? encoding = null) =>
        Text(package, path, encoding).Split('\n');

    /// <summary>A JSON file.</summary>
    public JsonDocument Json(string package, string path)
    {
        string text = Text(package, path);
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException failure)
        {
            throw new DataException(
                $"{FilePath(package, path)}: not valid JSON ({failure.Message}). Delete the cache folder so that " +
                $"{package} is fetched again.",
                failure);
        }
    }

    /// <summary>Files of a folder of the package, in ordinal order, as paths inside the package.</summary>
    public IReadOnlyList<string> Files(string package, string folder, string pattern = "*")
    {
        string full = FilePath(package, folder);
        if (!Directory.Exists(full))
            throw new DataException(
                $"{full}: expected this folder in the package {package}. Another version of the package may lay out " +
                "its files differently: fetch the pinned one (docs/data.md).");
        return [.. Directory.GetFiles(full, pattern)
            .Select(file => $"{folder}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal)];
    }

    private string FilePath(string package, string path) => _folders.TryGetValue(package, out string? folder)
        ? Path.Combine(folder, path)
        : throw new KeyNotFoundException($"a recipe reads the package `{package}` without listing it");
}
