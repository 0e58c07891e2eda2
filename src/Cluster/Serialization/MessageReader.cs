using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using Akka.Actor;
using MessagePack;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Cluster.Serialization;

/// <summary>Reads a part of a message.</summary>
internal delegate T ReadPart<out T>(ref MessageReader reader);

/// <summary>
/// Reads what <see cref="MessageWriter"/> wrote, in the same order. Counts and lengths are checked against the bytes that are
/// left before anything is made for them.
/// </summary>
internal ref struct MessageReader(ReadOnlyMemory<byte> bytes, ExtendedActorSystem system)
{
    private const int DimensionsMax = 8;

    private MessagePackReader reader = new(bytes);

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => reader.End;

    /// <summary>Begins something of so many parts.</summary>
    /// <exception cref="SerializationException">It has more or fewer.</exception>
    public void Parts(int count)
    {
        var found = reader.ReadArrayHeader();
        if (found != count) throw new SerializationException($"found {found} parts, expected {count}");
    }

    /// <summary>Begins something whose parts are counted by what comes first.</summary>
    public int Count() => reader.ReadArrayHeader();

    /// <summary>Whether nothing is written here; it is read then.</summary>
    public bool IsNil() => reader.TryReadNil();

    public bool Flag() => reader.ReadBoolean();

    public long Long() => reader.ReadInt64();

    public long? OptionalLong() => IsNil() ? null : reader.ReadInt64();

    public int Int() => reader.ReadInt32();

    /// <summary>A count or index.</summary>
    public int NotNegative()
    {
        var number = reader.ReadInt32();
        return number >= 0 ? number : throw new SerializationException($"found {number}, expected no negative number");
    }

    public double Double() => reader.ReadDouble();

    public string Text() => reader.ReadString() ?? throw new SerializationException("found nothing where a text is expected");

    public string? OptionalText() => reader.ReadString();

    public T Choice<T>() where T : struct, Enum
    {
        var number = reader.ReadInt32();
        var value = (T)Enum.ToObject(typeof(T), number);
        return Enum.IsDefined(value) ? value : throw new SerializationException($"found {number}, which is no {typeof(T).Name}");
    }

    public ExpertId Expert()
    {
        Parts(4);
        return new ExpertId(Choice<ExpertKind>(), NotNegative(), NotNegative(), NotNegative());
    }

    public ExpertId? OptionalExpert() => IsNil() ? null : Expert();

    public MicroBatchKey Key()
    {
        Parts(4);
        var epoch = Long();
        return new MicroBatchKey(Long(), Int(), Int()) { Epoch = epoch };
    }

    public T[] Bits<T>() where T : unmanaged
    {
        var written = reader.ReadBytes() ?? throw new SerializationException("found nothing where numbers are expected");
        var size = Marshal.SizeOf<T>();
        if (written.Length % size != 0)
            throw new SerializationException($"found {written.Length} bytes, expected numbers of {size} bytes each");
        var numbers = new T[written.Length / size];
        written.CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    public long[] Small()
    {
        var numbers = new long[reader.ReadArrayHeader()];
        for (var at = 0; at < numbers.Length; at++) numbers[at] = reader.ReadInt64();
        return numbers;
    }

    public T[] All<T>(ReadPart<T> read)
    {
        // Every item takes a byte at least, and the header is refused when fewer are left.
        var items = new T[reader.ReadArrayHeader()];
        for (var at = 0; at < items.Length; at++) items[at] = read(ref this);
        return items;
    }

    /// <summary>Parts by expert.</summary>
    /// <exception cref="SerializationException">An expert is there twice.</exception>
    public Dictionary<ExpertId, T> ByExpert<T>(ReadPart<T> read)
    {
        var count = reader.ReadArrayHeader();
        Dictionary<ExpertId, T> parts = new(count);
        for (var at = 0; at < count; at++)
        {
            Parts(2);
            var expert = Expert();
            if (!parts.TryAdd(expert, read(ref this))) throw new SerializationException($"found {expert} twice");
        }
        return parts;
    }

    public IActorRef Actor() => system.Provider.ResolveActorRef(Text());

    public IActorRef? OptionalActor() => IsNil() ? null : Actor();

    public TensorHandle Tensor()
    {
        Parts(2);
        var shape = Small();
        if (shape.Length > DimensionsMax || shape.Any(size => size < 0))
            throw new SerializationException($"found a tensor of shape [{string.Join(", ", shape)}]");
        return new TensorHandle(new RemoteTensor(shape, Bits<byte>()));
    }

    public TensorHandle? OptionalTensor() => IsNil() ? null : Tensor();
}
