namespace Moe.Actors;

/// <summary>A text that nobody may see: wherever a record, a message or a log would show it there are asterisks.</summary>
/// <param name="text">The text.</param>
public sealed class Secret(string text) : IEquatable<Secret>
{
    /// <summary>What stands in its place.</summary>
    public const string Hidden = "***";

    /// <summary>The text itself, for whoever has to prove it.</summary>
    public string Reveal() => text;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && other.Reveal() == text;

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Hidden;
}
