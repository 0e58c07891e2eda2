using System.IO.Compression;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// A state dictionary written by torch.save (pytorch_model.bin), opened for reading: a zip archive whose data.pkl
/// tells of tensors and whose data/ entries hold their storages. Nothing in the file is executed (see
/// <see cref="PickleReader"/>). Storages are read on request and their checksums compared. Safe for several threads
/// at once.
/// </summary>
public sealed class TorchPickleFile : IDisposable
{
    private const string What = "a file of torch.save";
    private const string PickleName = "data.pkl";
    private const long PickleByteCountMax = 256 << 20;

    private readonly string path;
    private readonly long fileByteCount;
    private readonly ZipArchive archive;
    private readonly string folder;
    private readonly Lock reading = new();
    private readonly Dictionary<string, TensorRecord> recordOfName = new(StringComparer.Ordinal);

    private TorchPickleFile(string path, FileStream stream)
    {
        (this.path, fileByteCount) = (path, stream.Length);
        archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var pickle = FindPickle();
        folder = pickle.FullName[..^PickleName.Length];
        CheckByteOrder();
        var root = new PickleReader(path, Read(pickle)).Read();
        if (root is not PickleDictionary dictionary)
            throw NotAStateDictionary($"it holds a {Describe(root)}");
        Tensors = [.. dictionary.Items.Select(item => ToRecord(item.Key, item.Value))];
        foreach (var record in Tensors)
        {
            if (!recordOfName.TryAdd(record.Name, record))
                throw NotAStateDictionary($"it has '{record.Name}' twice");
        }
    }

    /// <summary>All tensors, in the order of the dictionary.</summary>
    public IReadOnlyList<TensorRecord> Tensors { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public TensorRecord this[string name] => recordOfName.TryGetValue(name, out var record)
        ? record
        : throw new WeightsException(
            $"{path}: no tensor is called '{name}' among its {Tensors.Count}. Is it the weights of another model?");

    /// <summary>Whether there is a tensor called <paramref name="name"/>.</summary>
    public bool Contains(string name) => recordOfName.ContainsKey(name);

    /// <summary>Opens <paramref name="path"/>, reads its dictionary and checks that every storage is there.</summary>
    /// <exception cref="WeightsException">
    /// The file is missing, cut, damaged, of torch's old format, or asks for a name that is not allowed.
    /// </exception>
    public static TorchPickleFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            CheckFormat(path, stream);
            return new TorchPickleFile(path, stream);
        }
        catch (Exception failure) when (IsOfReading(failure))
        {
            stream?.Dispose();
            throw FileBytes.CannotRead(path, What, failure);
        }
        catch (WeightsException)
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; its records can no longer be read.</summary>
    public void Dispose() => archive.Dispose();

    private static bool IsOfReading(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    // Zip archives begin "PK"; torch before 1.6 wrote bare pickles that begin with a magic number of ten bytes.
    private static void CheckFormat(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[4];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start[..count].SequenceEqual("PK\u0003\u0004"u8))
            return;
        throw new WeightsException(start[..count] is [0x80, 2, 0x8A, 10]
            ? $"{path}: written in torch's old format (before 1.6), expected its zip format. Load it once with a "
                + "newer torch and save it again, best as safetensors."
            : $"{path}: not {What}: it is no zip archive. It is damaged or of another format; copy it again.");
    }

    private ZipArchiveEntry FindPickle()
    {
        ZipArchiveEntry[] found =
            [.. archive.Entries.Where(entry => entry.Name == PickleName && entry.FullName.Count(c => c == '/') <= 1)];
        return found is [var only]
            ? only
            : throw new WeightsException(
                $"{path}: {found.Length} entries are called {PickleName}, expected one. It is a zip archive but "
                + $"not {What}.");
    }

    private void CheckByteOrder()
    {
        if (archive.GetEntry(folder + "byteorder") is { } entry && !Read(entry).AsSpan().SequenceEqual("little"u8))
            throw new WeightsException($"{path}: its numbers are not little-endian. Save it on a usual machine.");
    }

    private TensorRecord ToRecord(object? key, object? value)
    {
        if (key is not string name)
            throw NotAStateDictionary($"a {Describe(key)} is a key");
        if (value is not TorchView view)
            throw NotAStateDictionary($"'{name}' is a {Describe(value)}, expected a tensor");
        var storage = view.Storage;
        var entry = archive.GetEntry($"{folder}data/{storage.Key}")
            ?? throw new WeightsException(
                $"{path}: entry data/{storage.Key}, the numbers of '{name}', is missing. Copy it again.");
        if ((Int128)storage.Count * storage.DataType.Size() != entry.Length)
        {
            throw new WeightsException(
                $"{path}: entry data/{storage.Key} has {entry.Length} bytes, expected {storage.Count} numbers of "
                + $"{storage.DataType.Size()} bytes for '{name}'. Copy it again.");
        }
        var layout = new TensorLayout(name, storage.DataType, view.Shape);
        return new TensorRecord(path, layout, destination => StridedCopy.Copy(view, Read(entry), destination));
    }

    private byte[] Read(ZipArchiveEntry entry)
    {
        var byteCountMax = Math.Min(fileByteCount, entry.Name == PickleName ? PickleByteCountMax : Array.MaxLength);
        // torch stores without compression; a compressed entry could unpack to any size.
        if (entry.CompressedLength != entry.Length || entry.Length > byteCountMax)
        {
            throw new WeightsException(
                $"{path}: entry {entry.FullName} is compressed or too large ({entry.Length} bytes, "
                + $"{entry.CompressedLength} in the file, at most {byteCountMax}). Save the weights again as "
                + "safetensors.");
        }
        try
        {
            var bytes = new byte[entry.Length];
            lock (reading)
            {
                using var stream = entry.Open();
                stream.ReadExactly(bytes);
            }
            return Crc32.Of(bytes) == entry.Crc32
                ? bytes
                : throw new WeightsException(
                    $"{path}: entry {entry.FullName} is damaged (wrong checksum). Copy it again.");
        }
        catch (Exception failure) when (IsOfReading(failure))
        {
            throw FileBytes.CannotRead(path, What, failure);
        }
    }

    private static string Describe(object? value) => value switch
    {
        null => "None",
        PickleDictionary => "dictionary",
        PickleGlobal global => global.FullName,
        TorchView => "tensor",
        string => "text",
        long or double or bool => $"plain {value}",
        _ => "list or other object",
    };

    private WeightsException NotAStateDictionary(string found) => new(
        $"{path}: {found}; expected one dictionary from names to tensors. Save model.state_dict() alone.");
}
