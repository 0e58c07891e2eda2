using System.Buffers.Binary;

namespace MessagePack;

/// <summary>
/// The specification's timestamp extension: seconds since 1970 and nanoseconds, in 4, 8 or 12 bytes. A .NET tick is
/// 100 ns, so nothing is lost on writing; what is finer than a tick is cut off on reading.
/// </summary>
internal static class Timestamp
{
    public const sbyte TypeCode = -1;

    private const long NanosecondsPerTick = 100;
    private const long SecondsMask = (1L << 34) - 1;

    private static readonly long _epochSeconds = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;

    public static long SecondsOf(DateTime time) => (time.Ticks / TimeSpan.TicksPerSecond) - _epochSeconds;

    public static uint NanosecondsOf(DateTime time) =>
        (uint)(time.Ticks % TimeSpan.TicksPerSecond * NanosecondsPerTick);

    /// <param name="data">The bytes of the extension.</param>
    /// <exception cref="MessagePackSerializationException">They are not a time that .NET can hold.</exception>
    public static DateTime Read(ReadOnlySpan<byte> data)
    {
        switch (data.Length)
        {
            case 4:
                return Create(BinaryPrimitives.ReadUInt32BigEndian(data), 0);
            case 8:
                ulong both = BinaryPrimitives.ReadUInt64BigEndian(data);
                return Create((long)both & SecondsMask, (long)(both >> 34));
            case 12:
                return Create(
                    BinaryPrimitives.ReadInt64BigEndian(data[4..]),
                    BinaryPrimitives.ReadUInt32BigEndian(data));
            default:
                throw new MessagePackSerializationException(
                    $"Length of extension was {data.Length}. Either 4, 8 or 12 were expected.");
        }
    }

    private static DateTime Create(long seconds, long nanoseconds)
    {
        Int128 ticks = DateTime.UnixEpoch.Ticks
            + ((Int128)seconds * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, DateTimeKind.Utc)
            : throw new MessagePackSerializationException(
                $"A timestamp of {seconds} s and {nanoseconds} ns since 1970 is no time that DateTime can hold.");
    }
}
