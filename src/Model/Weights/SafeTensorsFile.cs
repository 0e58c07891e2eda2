using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// A safetensors file opened for reading. The header is checked whole when the file is opened (length, JSON, types,
/// places without gap or overlap, size of the file); numbers are read on request, straight into the memory that wants
/// them. Safe for several threads at once. The file is read and not mapped, so that a file cut by another process is
/// an exception and not the end of this one.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private const string What = "a safetensors file";

    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly Dictionary<string, TensorRecord> recordOfName = new(StringComparer.Ordinal);

    private SafeTensorsFile(string path, SafeFileHandle handle)
    {
        (this.path, this.handle) = (path, handle);
        var fileByteCount = RandomAccess.GetLength(handle);
        var header = ReadHeader(fileByteCount, out var dataStart);
        Metadata = header.Metadata;
        Tensors = [.. header.Entries.Select(entry => new TensorRecord(
            path, entry.Layout, destination => Read(destination, dataStart + entry.Begin)))];
        foreach (var record in Tensors)
            recordOfName.Add(record.Name, record);
    }

    /// <summary>The texts under __metadata__; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors, in the order of their bytes.</summary>
    public IReadOnlyList<TensorRecord> Tensors { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public TensorRecord this[string name] => recordOfName.TryGetValue(name, out var record)
        ? record
        : throw new WeightsException(
            $"{path}: no tensor is called '{name}' among its {Tensors.Count}. Is it the weights of another model?");

    /// <summary>Whether there is a tensor called <paramref name="name"/>.</summary>
    public bool Contains(string name) => recordOfName.ContainsKey(name);

    /// <summary>Opens <paramref name="path"/> and checks its header.</summary>
    /// <exception cref="WeightsException">The file is missing, cut, damaged or of another format.</exception>
    public static SafeTensorsFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new SafeTensorsFile(path, handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw FileBytes.CannotRead(path, What, failure);
        }
        catch (WeightsException)
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a whole file: beside <paramref name="path"/> first, then flushed to disk and renamed, so that the path
    /// never shows half a file.
    /// </summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="layouts">The tensors.</param>
    /// <param name="bytesOf">Asked once for each tensor, in the order of the file.</param>
    /// <param name="metadata">Texts to keep with them.</param>
    /// <param name="order">Order in the file.</param>
    /// <returns>Size and hash of the file.</returns>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static WrittenWeights Write(
        string path,
        IReadOnlyList<TensorLayout> layouts,
        Func<TensorLayout, ReadOnlyMemory<byte>> bytesOf,
        IReadOnlyDictionary<string, string>? metadata = null,
        TensorOrder order = TensorOrder.Sorted)
    {
        var partial = path + ".partial";
        try
        {
            WrittenWeights written;
            using (var stream = File.Create(partial))
            {
                var writer = new SafeTensorsWriter(stream, layouts, metadata, order);
                foreach (var layout in writer.Layouts)
                    writer.Write(layout.Name, bytesOf(layout).Span);
                written = writer.Finish();
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
            return written;
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            Remove(partial);
            throw new EnvironmentException(
                $"{path}: cannot be written: {failure.Message} Check free space and permissions of the folder.",
                failure);
        }
    }

    /// <summary>Closes the file; its records can no longer be read.</summary>
    public void Dispose() => handle.Dispose();

    // A half file helps nobody, and on a full disk its room does.
    private static void Remove(string partial)
    {
        if (File.Exists(partial)) File.Delete(partial);
    }

    private SafeTensorsHeader ReadHeader(long fileByteCount, out long dataStart)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (fileByteCount < prefix.Length)
            throw new WeightsException($"{path}: {fileByteCount} bytes, too short for {What}. Copy it again.");
        Read(prefix, 0);
        var headerByteCount = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerByteCount > SafeTensorsHeader.ByteCountMax
            || (long)headerByteCount > fileByteCount - prefix.Length)
        {
            throw new WeightsException(
                $"{path}: its first 8 bytes tell of a header of {headerByteCount} bytes, but the file has "
                + $"{fileByteCount} and a header at most {SafeTensorsHeader.ByteCountMax}. It is cut, or not {What}; "
                + "copy it again.");
        }
        var content = new byte[headerByteCount];
        Read(content, prefix.Length);
        dataStart = prefix.Length + content.Length;
        return SafeTensorsHeader.Parse(path, content, fileByteCount - dataStart);
    }

    private void Read(Span<byte> destination, long offset)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                var count = RandomAccess.Read(handle, destination, offset);
                if (count == 0)
                {
                    throw new WeightsException(
                        $"{path}: ends at byte {offset}; it was cut while it was read. Copy it again.");
                }
                destination = destination[count..];
                offset += count;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw FileBytes.CannotRead(path, What, failure);
        }
    }
}
