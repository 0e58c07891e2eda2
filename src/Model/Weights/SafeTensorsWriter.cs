using System.Security.Cryptography;

namespace Moe.Model.Weights;

/// <summary>
/// Writes a safetensors file to a stream without holding it: the header from the layouts, then the numbers as they are
/// handed in, counted and hashed on the way. The same layouts, metadata and numbers give the same bytes on every
/// machine. The stream belongs to the caller.
/// </summary>
public sealed class SafeTensorsWriter
{
    private readonly Stream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TensorLayout[] layouts;
    private int current;
    private long writtenOfCurrent;
    private long writtenOfFile;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to; need not seek.</param>
    /// <param name="layouts">The tensors to come.</param>
    /// <param name="metadata">Texts to keep with them; written in order of key.</param>
    /// <param name="order">Order of the tensors in the file.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one has the name of the metadata.</exception>
    public SafeTensorsWriter(
        Stream stream,
        IReadOnlyList<TensorLayout> layouts,
        IReadOnlyDictionary<string, string>? metadata = null,
        TensorOrder order = TensorOrder.Sorted)
    {
        this.stream = stream;
        this.layouts = order == TensorOrder.Given
            ? [.. layouts]
            : [.. layouts.OrderByDescending(layout => layout.DataType.Size())
                .ThenBy(layout => layout.Name, StringComparer.Ordinal)];
        HashSet<string> names = new(StringComparer.Ordinal) { SafeTensorsHeader.MetadataKey };
        foreach (var layout in this.layouts)
        {
            if (!names.Add(layout.Name))
                throw new ArgumentException($"Tensor name '{layout.Name}' is taken already.", nameof(layouts));
        }
        Append(SafeTensorsHeader.Build(this.layouts, metadata ?? new Dictionary<string, string>()));
        SkipEmpty();
    }

    /// <summary>The tensors in the order in which their numbers must be handed in.</summary>
    public IReadOnlyList<TensorLayout> Layouts => layouts;

    /// <summary>Writes the next numbers of a tensor: all of them, or a part that the next call goes on from.</summary>
    /// <param name="name">The tensor whose turn it is; tensors without numbers may be left out.</param>
    /// <param name="bytes">Little-endian, in C order.</param>
    /// <exception cref="InvalidOperationException">
    /// It is another tensor's turn, or these are too many bytes.
    /// </exception>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (current == layouts.Length || layouts[current].Name != name
            || bytes.Length > layouts[current].ByteCount - writtenOfCurrent)
        {
            var turn = current == layouts.Length
                ? "all tensors are written"
                : $"{layouts[current]} wants {layouts[current].ByteCount - writtenOfCurrent} bytes more";
            throw new InvalidOperationException($"{bytes.Length} bytes came for tensor '{name}', but {turn}.");
        }
        Append(bytes);
        writtenOfCurrent += bytes.Length;
        SkipEmpty();
    }

    /// <summary>Ends the file; call it once, after the last tensor.</summary>
    /// <returns>Size and hash of all that was written.</returns>
    /// <exception cref="InvalidOperationException">Numbers are missing.</exception>
    public WrittenWeights Finish()
    {
        if (current < layouts.Length)
        {
            throw new InvalidOperationException(
                $"The file is not whole: {layouts[current]} has {writtenOfCurrent} of {layouts[current].ByteCount} "
                + "bytes.");
        }
        stream.Flush();
        var written = new WrittenWeights(writtenOfFile, Convert.ToHexStringLower(hash.GetHashAndReset()));
        hash.Dispose();
        return written;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        hash.AppendData(bytes);
        writtenOfFile += bytes.Length;
    }

    // Moves on from tensors that have all their bytes, those without any included.
    private void SkipEmpty()
    {
        while (current < layouts.Length && writtenOfCurrent == layouts[current].ByteCount)
        {
            current++;
            writtenOfCurrent = 0;
        }
    }
}
