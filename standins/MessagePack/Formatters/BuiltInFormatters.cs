using System.Buffers;
using System.Globalization;

namespace MessagePack.Formatters;

/// <summary>The types that need no attributes: numbers, text, binary data, times and identifiers.</summary>
internal static class BuiltInFormatters
{
    private const int GuidTextLength = 36;

    private static readonly Dictionary<Type, object> _formatters = [];

    /// <summary>.NET's own parser also takes signs and 0x in the parts of a Guid.</summary>
    private static readonly SearchValues<char> _guidLetters = SearchValues.Create("0123456789abcdefABCDEF-");

    static BuiltInFormatters()
    {
        AddNumbers();
        AddBytes();
        AddTimes();
        Add<Nil>((ref w, _) => w.WriteNil(), (ref r) => r.ReadNil());
        Add<string?>((ref w, v) => w.Write(v), (ref r) => r.ReadString());
        Add<Guid>(WriteGuid, ReadGuid);
        Add<decimal>(WriteDecimal, ReadDecimal);
    }

    public static object? Find(Type type) => _formatters.GetValueOrDefault(type);

    private static void AddNumbers()
    {
        Add<bool>((ref w, v) => w.Write(v), (ref r) => r.ReadBoolean());
        Add<byte>((ref w, v) => w.Write(v), (ref r) => r.ReadByte());
        Add<sbyte>((ref w, v) => w.Write(v), (ref r) => r.ReadSByte());
        Add<ushort>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt16());
        Add<short>((ref w, v) => w.Write(v), (ref r) => r.ReadInt16());
        Add<uint>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt32());
        Add<int>((ref w, v) => w.Write(v), (ref r) => r.ReadInt32());
        Add<ulong>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt64());
        Add<long>((ref w, v) => w.Write(v), (ref r) => r.ReadInt64());
        Add<float>((ref w, v) => w.Write(v), (ref r) => r.ReadSingle());
        Add<double>((ref w, v) => w.Write(v), (ref r) => r.ReadDouble());
        Add<char>((ref w, v) => w.Write(v), (ref r) => r.ReadChar());
    }

    private static void AddBytes()
    {
        _formatters.Add(typeof(byte[]), new ByteArrayFormatter());
        Add<Memory<byte>>((ref w, v) => w.Write(v.Span), (ref r) => r.ReadBytes()?.ToArray() ?? default(Memory<byte>));
        Add<ReadOnlyMemory<byte>>(
            (ref w, v) => w.Write(v.Span),
            (ref r) => r.ReadBytes()?.ToArray() ?? default(ReadOnlyMemory<byte>));
        Add<ReadOnlySequence<byte>>(
            (ref w, v) => w.Write(v),
            (ref r) => r.ReadBytes() is { } bytes ? new ReadOnlySequence<byte>(bytes.ToArray()) : default);
    }

    private static void AddTimes()
    {
        Add<DateTime>((ref w, v) => w.Write(v), (ref r) => r.ReadDateTime());
        Add<DateTimeOffset>(WriteDateTimeOffset, ReadDateTimeOffset);
        Add<TimeSpan>((ref w, v) => w.Write(v.Ticks), (ref r) => new TimeSpan(r.ReadInt64()));
        Add<DateOnly>((ref w, v) => w.Write(v.DayNumber), (ref r) => DateOnly.FromDayNumber(r.ReadInt32()));
        Add<TimeOnly>((ref w, v) => w.Write(v.Ticks), (ref r) => new TimeOnly(r.ReadInt64()));
    }

    private static void Add<T>(WriteValue<T> write, ReadValue<T> read) =>
        _formatters.Add(typeof(T), new DelegateFormatter<T>(write, read));

    /// <summary>The clock time as if it were UTC, and the offset in minutes: so the original does it.</summary>
    private static void WriteDateTimeOffset(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    private static DateTimeOffset ReadDateTimeOffset(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2)
            throw new MessagePackSerializationException("Invalid DateTimeOffset format.");
        DateTime clock = reader.ReadDateTime();
        return new DateTimeOffset(clock.Ticks, TimeSpan.FromMinutes((double)reader.ReadInt16()));
    }

    private static void WriteGuid(ref MessagePackWriter writer, Guid value)
    {
        Span<char> text = stackalloc char[GuidTextLength];
        value.TryFormat(text, out int length);
        writer.Write(text[..length]);
    }

    private static Guid ReadGuid(ref MessagePackReader reader)
    {
        string text = ReadText<Guid>(ref reader);
        if (text.Length != GuidTextLength)
            throw new MessagePackSerializationException("Unexpected length of string.");
        return Guid.TryParseExact(text, "D", out Guid value) && !text.AsSpan().ContainsAnyExcept(_guidLetters)
            ? value
            : throw new MessagePackSerializationException("Invalid Guid Pattern.");
    }

    private static void WriteDecimal(ref MessagePackWriter writer, decimal value) =>
        writer.Write(value.ToString(CultureInfo.InvariantCulture));

    private static decimal ReadDecimal(ref MessagePackReader reader)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string text = ReadText<decimal>(ref reader);
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new MessagePackSerializationException(
                "Can't parse to decimal, input string was not in a correct format.");
    }

    private static string ReadText<T>(ref MessagePackReader reader)
    {
        if (reader.IsNil)
            MessagePackSerializationException.ThrowUnexpectedNil<T>();
        return reader.ReadString()!;
    }
}
