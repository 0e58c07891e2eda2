using System.Buffers;
using MessagePack.Formatters;

namespace MessagePack;

/// <summary>
/// Writes objects as MessagePack and reads them again. Failures are <see cref="MessagePackSerializationException"/>
/// with the cause inside. A null for options means <see cref="DefaultOptions"/>.
/// </summary>
public static partial class MessagePackSerializer
{
    private const int KeptBufferBytesMax = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _keptBuffer;

    public static MessagePackSerializerOptions DefaultOptions { get; set; } = MessagePackSerializerOptions.Standard;

    public static void Serialize<T>(
        IBufferWriter<byte> writer,
        T value,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var valueWriter = new MessagePackWriter(writer) { CancellationToken = cancellationToken };
        Serialize(ref valueWriter, value, options);
        valueWriter.Flush();
    }

    public static void Serialize<T>(
        ref MessagePackWriter writer, T value, MessagePackSerializerOptions? options = null)
    {
        try
        {
            FormatterOf<T>.Value.Serialize(ref writer, value, options ?? DefaultOptions);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException($"Failed to serialize {typeof(T).FullName} value.", cause);
        }
    }

    public static byte[] Serialize<T>(
        T value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        // A formatter may serialize inside: the buffer is taken from its place while it is in use.
        ArrayBufferWriter<byte> buffer = _keptBuffer ?? new ArrayBufferWriter<byte>();
        _keptBuffer = null;
        try
        {
            Serialize(buffer, value, options, cancellationToken);
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            if (buffer.Capacity <= KeptBufferBytesMax)
            {
                buffer.ResetWrittenCount();
                _keptBuffer = buffer;
            }
        }
    }

    public static void Serialize<T>(
        Stream stream,
        T value,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        byte[] bytes = Serialize(value, options, cancellationToken);
        try
        {
            stream.Write(bytes);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException(
                "Error occurred while writing the serialized data to the stream.", cause);
        }
    }

    public static async Task SerializeAsync<T>(
        Stream stream,
        T value,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        byte[] bytes = Serialize(value, options, cancellationToken);
        try
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException(
                "Error occurred while writing the serialized data to the stream.", cause);
        }
    }

    public static T Deserialize<T>(
        in ReadOnlySequence<byte> byteSequence,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var reader = new MessagePackReader(byteSequence) { CancellationToken = cancellationToken };
        return Deserialize<T>(ref reader, options);
    }

    public static T Deserialize<T>(ref MessagePackReader reader, MessagePackSerializerOptions? options = null)
    {
        try
        {
            return FormatterOf<T>.Value.Deserialize(ref reader, options ?? DefaultOptions);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException($"Failed to deserialize {typeof(T).FullName} value.", cause);
        }
    }

    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Deserialize<T>(buffer, options, out _, cancellationToken);

    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer, out int bytesRead, CancellationToken cancellationToken = default) =>
        Deserialize<T>(buffer, null, out bytesRead, cancellationToken);

    public static T Deserialize<T>(
        ReadOnlyMemory<byte> buffer,
        MessagePackSerializerOptions? options,
        out int bytesRead,
        CancellationToken cancellationToken = default)
    {
        var reader = new MessagePackReader(buffer) { CancellationToken = cancellationToken };
        T value = Deserialize<T>(ref reader, options);
        bytesRead = (int)reader.Consumed;
        return value;
    }

    /// <summary>
    /// Reads the whole stream and gives its first value. A stream that can seek is left just after that value.
    /// </summary>
    public static T Deserialize<T>(
        Stream stream,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException("Error occurred while reading from the stream.", cause);
        }

        return DeserializeAndStepBack<T>(stream, content, options, cancellationToken);
    }

    /// <inheritdoc cref="Deserialize{T}(Stream, MessagePackSerializerOptions?, CancellationToken)"/>
    public static async ValueTask<T> DeserializeAsync<T>(
        Stream stream,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var content = new MemoryStream();
        try
        {
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException("Error occurred while reading from the stream.", cause);
        }

        return DeserializeAndStepBack<T>(stream, content, options, cancellationToken);
    }

    private static T DeserializeAndStepBack<T>(
        Stream stream,
        MemoryStream content,
        MessagePackSerializerOptions? options,
        CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        T value = Deserialize<T>(bytes, options, out int bytesRead, cancellationToken);
        if (stream.CanSeek)
            stream.Seek(bytesRead - bytes.Length, SeekOrigin.Current);
        return value;
    }
}
