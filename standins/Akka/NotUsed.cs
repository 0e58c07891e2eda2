namespace Akka;

/// <summary>Stands where a type argument is asked for and nothing is meant.</summary>
public sealed class NotUsed : IComparable<NotUsed>, IEquatable<NotUsed>
{
    /// <summary>The only instance.</summary>
    public static readonly NotUsed Instance = new();

    private NotUsed() { }

    /// <inheritdoc />
    public int CompareTo(NotUsed other) => other is null ? 1 : 0;

    /// <inheritdoc />
    public bool Equals(NotUsed other) => other is not null;

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is NotUsed;

    /// <inheritdoc />
    public override int GetHashCode() => 0;

    /// <inheritdoc />
    public override string ToString() => "NotUsed";
}
