using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Durations and sizes with units.</summary>
internal static class HoconUnits
{
    /// <summary>The duration that <paramref name="text"/> tells.</summary>
    /// <exception cref="FormatException">It is none, or negative.</exception>
    public static TimeSpan Duration(string text, bool allowInfinite)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
            digits++;
        var unit = text[digits..].Trim();
        if (digits == 0 || unit.Length == 0)
            return TimeSpan.FromMilliseconds(Number(text));
        var milliseconds = MillisecondsPer(unit) ?? throw new FormatException(
            $"'{text}' is not a duration: '{unit}' is no unit of time (ns, us, ms, s, m, h, d or their names).");
        var value = Number(text[..digits]);
        return TimeSpan.FromTicks((long)Math.Round(value * milliseconds * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The number of bytes that <paramref name="text"/> tells; null when it is empty.</summary>
    /// <exception cref="FormatException">It is no size.</exception>
    public static long? Bytes(string text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (last < 0 || last + 1 >= text.Length)
            return long.Parse(text, CultureInfo.InvariantCulture);
        var unit = text[(last + 1)..].Trim();
        var factor = BytesPer(unit) ?? throw new FormatException($"{unit} is not a valid byte size suffix");
        return factor * long.Parse(text.AsSpan(0, last + 1), CultureInfo.InvariantCulture);
    }

    private static double Number(string text)
    {
        var value = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return value >= 0 ? value : throw new FormatException($"Expected a positive value instead of {value}");
    }

    private static double? MillisecondsPer(string unit) => unit switch
    {
        "nanoseconds" or "nanosecond" or "nanos" or "nano" or "ns" => 1e-6,
        "microseconds" or "microsecond" or "micros" or "micro" => 1e-3,
        "milliseconds" or "millisecond" or "millis" or "milli" or "ms" => 1,
        "seconds" or "second" or "s" => 1000,
        "minutes" or "minute" or "m" => 60_000,
        "hours" or "hour" or "h" => 3_600_000,
        "days" or "day" or "d" => 86_400_000,
        _ => null,
    };

    private static long? BytesPer(string unit) => unit switch
    {
        "b" or "B" or "byte" or "bytes" => 1,
        "kB" or "kilobyte" or "kilobytes" => 1000,
        "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "MB" or "megabyte" or "megabytes" => 1000_000,
        "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "GB" or "gigabyte" or "gigabytes" => 1000_000_000,
        "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "TB" or "terabyte" or "terabytes" => 1000_000_000_000,
        "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "PB" or "petabyte" or "petabytes" => 1000_000_000_000_000,
        "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        "EB" or "exabyte" or "exabytes" => 1000_000_000_000_000_000,
        "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
        _ => null,
    };
}
