using System.Globalization;
using System.Reflection;

namespace Akka.Util;

/// <summary>The version of an application: up to three numbers, and text behind - or +.</summary>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    /// <summary>Not given.</summary>
    public static readonly AppVersion Zero = Create("0.0.0");

    private readonly int[] _numbers;
    private readonly string _rest;

    private AppVersion(string version, int[] numbers, string rest)
    {
        Version = version;
        _numbers = numbers;
        _rest = rest;
    }

    /// <summary>The version as text.</summary>
    public string Version { get; }

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(AppVersion first, AppVersion second) => Equals(first, second);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AppVersion first, AppVersion second) => !Equals(first, second);

    /// <summary>Parses a version; <c>assembly-version</c> means that of the program.</summary>
    public static AppVersion Create(string version)
    {
        if (version.Equals("assembly-version", StringComparison.OrdinalIgnoreCase))
        {
            var own = (Assembly.GetEntryAssembly() ?? typeof(AppVersion).Assembly).GetName().Version;
            version = $"{own.Major}.{own.Minor}.{own.Build}";
        }

        if (version.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(version), "Empty version not supported.");
        var cut = version.AsSpan().IndexOfAny('-', '+');
        var parts = (cut < 0 ? version : version[..cut]).Split('.');
        if (parts.Length > 3)
            throw new ArgumentOutOfRangeException(
                nameof(version), $"Only 3 digits separated with '.' are supported. [{version}]");
        var numbers = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (int.TryParse(parts[i], CultureInfo.InvariantCulture, out numbers[i]))
                continue;
            return parts.Length == 1
                ? new AppVersion(version, numbers, version)
                : throw new FormatException($"'{parts[i]}' in the version '{version}' is not a number.");
        }

        return new AppVersion(version, numbers, cut < 0 ? "" : version[(cut + 1)..]);
    }

    /// <inheritdoc />
    public int CompareTo(AppVersion other)
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] != other._numbers[i])
                return _numbers[i].CompareTo(other._numbers[i]);
        }

        // A version without more text is the finished one.
        if (_rest.Length == 0 || other._rest.Length == 0)
            return other._rest.Length.CompareTo(_rest.Length);
        return string.CompareOrdinal(_rest, other._rest);
    }

    /// <inheritdoc />
    public bool Equals(AppVersion other) => other is not null && Version == other.Version;

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as AppVersion);

    /// <inheritdoc />
    public override int GetHashCode() => Version.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => Version;
}
