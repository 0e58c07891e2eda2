using System.Buffers;
using System.Collections.Concurrent;

namespace MessagePack;

/// <content>
/// The same for types known only when the program runs. What each type needs is kept after its first use.
/// </content>
public static partial class MessagePackSerializer
{
    private static readonly ConcurrentDictionary<Type, Untyped> _untyped = new();

    public static byte[] Serialize(
        Type type,
        object? obj,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Serialize(obj, options, cancellationToken);

    public static void Serialize(
        Type type,
        IBufferWriter<byte> writer,
        object? obj,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Serialize(writer, obj, options, cancellationToken);

    public static void Serialize(
        Type type,
        Stream stream,
        object? obj,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Serialize(stream, obj, options, cancellationToken);

    public static void Serialize(
        Type type, ref MessagePackWriter writer, object? obj, MessagePackSerializerOptions? options = null) =>
        UntypedOf(type).Serialize(ref writer, obj, options);

    public static object? Deserialize(
        Type type,
        ReadOnlyMemory<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Deserialize(new ReadOnlySequence<byte>(bytes), options, cancellationToken);

    public static object? Deserialize(
        Type type,
        ReadOnlySequence<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Deserialize(bytes, options, cancellationToken);

    public static object? Deserialize(
        Type type,
        Stream stream,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        UntypedOf(type).Deserialize(stream, options, cancellationToken);

    public static object? Deserialize(
        Type type, ref MessagePackReader reader, MessagePackSerializerOptions? options = null) =>
        UntypedOf(type).Deserialize(ref reader, options);

    private static Untyped UntypedOf(Type type) => _untyped.GetOrAdd(
        type, static key => (Untyped)Activator.CreateInstance(typeof(Untyped<>).MakeGenericType(key))!);

    private abstract class Untyped
    {
        public abstract byte[] Serialize(
            object? value, MessagePackSerializerOptions? options, CancellationToken cancel);

        public abstract void Serialize(
            IBufferWriter<byte> writer, object? value, MessagePackSerializerOptions? options, CancellationToken cancel);

        public abstract void Serialize(
            Stream stream, object? value, MessagePackSerializerOptions? options, CancellationToken cancel);

        public abstract void Serialize(
            ref MessagePackWriter writer, object? value, MessagePackSerializerOptions? options);

        public abstract object? Deserialize(
            in ReadOnlySequence<byte> bytes, MessagePackSerializerOptions? options, CancellationToken cancel);

        public abstract object? Deserialize(
            Stream stream, MessagePackSerializerOptions? options, CancellationToken cancel);

        public abstract object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions? options);
    }

    private sealed class Untyped<T> : Untyped
    {
        public override byte[] Serialize(
            object? value, MessagePackSerializerOptions? options, CancellationToken cancel) =>
            MessagePackSerializer.Serialize((T)value!, options, cancel);

        public override void Serialize(
            IBufferWriter<byte> writer,
            object? value,
            MessagePackSerializerOptions? options,
            CancellationToken cancel) =>
            MessagePackSerializer.Serialize(writer, (T)value!, options, cancel);

        public override void Serialize(
            Stream stream, object? value, MessagePackSerializerOptions? options, CancellationToken cancel) =>
            MessagePackSerializer.Serialize(stream, (T)value!, options, cancel);

        public override void Serialize(
            ref MessagePackWriter writer, object? value, MessagePackSerializerOptions? options) =>
            MessagePackSerializer.Serialize(ref writer, (T)value!, options);

        public override object? Deserialize(
            in ReadOnlySequence<byte> bytes, MessagePackSerializerOptions? options, CancellationToken cancel) =>
            MessagePackSerializer.Deserialize<T>(bytes, options, cancel);

        public override object? Deserialize(
            Stream stream, MessagePackSerializerOptions? options, CancellationToken cancel) =>
            MessagePackSerializer.Deserialize<T>(stream, options, cancel);

        public override object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions? options) =>
            MessagePackSerializer.Deserialize<T>(ref reader, options);
    }
}
