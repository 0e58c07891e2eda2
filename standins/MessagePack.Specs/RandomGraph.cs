using System.Collections.Immutable;

namespace MessagePack.Specs;

/// <summary>Object graphs drawn from a seed, with edge values more often than chance would give them.</summary>
internal sealed class RandomGraph(int seed)
{
    private static readonly long[] _edges =
    [
        0, 1, -1, -32, -33, 127, 128, 255, 256, -128, -129, 32767, 32768, 65535, 65536, -32768, -32769,
        int.MaxValue, int.MinValue, uint.MaxValue, (long)uint.MaxValue + 1, (long)int.MinValue - 1,
        long.MaxValue, long.MinValue,
    ];

    private static readonly int[] _textLengths = [0, 1, 5, 31, 32, 33, 255, 256, 300, 70_000];

    private readonly Random _random = new(seed);

    public Everything Draw() => new(
        _random.Next(2) == 0,
        (byte)Integer(),
        (sbyte)Integer(),
        (short)Integer(),
        (ushort)Integer(),
        (int)Integer(),
        (uint)Integer(),
        Integer(),
        (ulong)Integer(),
        (float)Real(),
        Real(),
        (char)_random.Next(0xd800),
        new decimal(_random.Next(), _random.Next(), _random.Next(), _random.Next(2) == 0, (byte)_random.Next(29)),
        Text(),
        _random.Next(4) == 0 ? null : Bytes(),
        Bytes(),
        Time(),
        new DateTimeOffset(_random.NextInt64(1L << 60), TimeSpan.FromMinutes(_random.Next(-800, 800))),
        new TimeSpan(Integer()),
        Id(),
        _random.Next(2) == 0 ? null : (int)Integer(),
        _random.Next(2) == 0 ? Kind.Encoder : Kind.Decoder,
        _random.Next(4) == 0 ? null : Many(() => (int)Integer()),
        [.. Many(Text)],
        Map(i => $"task-{i}", Real),
        Many(() => new Expert(Text() ?? "", (int)Integer(), (int)Integer())),
        Map(i => i * 37, () => new Version(Integer(), Id())),
        _random.Next(4) == 0 ? default : [.. Many(() => (float)Real())],
        ((int)Integer(), Text()),
        _random.Next(2) == 0 ? null : Tuple.Create(Integer(), _random.Next(2) == 0),
        Event(4),
        _random.Next(4) == 0 ? null : Many(() => Many(() => (float)Real())),
        [.. Many(() => (int)Integer()).Distinct()],
        new KeyValuePair<string, int>(Text() ?? "", (int)Integer()),
        _random.Next(2) == 0 ? null : Kind.Decoder,
        DateOnly.FromDayNumber(_random.Next(3_000_000)),
        new TimeOnly(_random.NextInt64(TimeSpan.TicksPerDay)));

    private long Integer() => _random.Next(3) switch
    {
        0 => _edges[_random.Next(_edges.Length)],
        1 => _random.Next(-200, 300),
        _ => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64),
    };

    private double Real() => _random.Next(8) switch
    {
        0 => double.PositiveInfinity,
        1 => -0.0,
        2 => double.NaN,
        3 => Integer(),
        _ => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-20, 20)),
    };

    private string? Text()
    {
        if (_random.Next(6) == 0)
            return null;
        int length = _random.Next(4) == 0 ? _textLengths[_random.Next(_textLengths.Length)] : _random.Next(40);
        return string.Concat(Enumerable.Range(0, length).Select(_ => _random.Next(5) switch
        {
            0 => "é",
            1 => "漢",
            2 => "😀",
            _ => ((char)_random.Next('a', 'z')).ToString(),
        }));
    }

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(4) == 0 ? _textLengths[_random.Next(_textLengths.Length)] : _random.Next(20)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private DateTime Time() => _random.Next(4) switch
    {
        0 => DateTime.UnixEpoch.AddSeconds(_random.NextInt64(1L << 32)),
        1 => DateTime.UnixEpoch.AddTicks(_random.NextInt64(1L << 40)),
        2 => DateTime.UnixEpoch.AddSeconds(_random.NextInt64(1L << 34)),
        _ => new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc),
    };

    private Guid Id()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private T[] Many<T>(Func<T> draw)
    {
        int count = _random.Next(10) == 0 ? _random.Next(14, 18) : _random.Next(5);
        return [.. Enumerable.Range(0, count).Select(_ => draw())];
    }

    private Dictionary<TKey, TValue> Map<TKey, TValue>(Func<int, TKey> key, Func<TValue> value)
        where TKey : notnull =>
        Enumerable.Range(0, _random.Next(18)).ToDictionary(key, _ => value());

    private IEvent? Event(int depthMax) => _random.Next(3) switch
    {
        0 => null,
        1 => new Started(Time()),
        _ => new Finished(
            _random.Next(2) == 0 ? null : Real(), depthMax == 0 ? null : Event(depthMax - 1)),
    };
}
