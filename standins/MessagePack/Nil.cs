namespace MessagePack;

/// <summary>The nil value, for a type that has no other.</summary>
public struct Nil : IEquatable<Nil>
{
    public static readonly Nil Default = default;

    public static bool operator ==(Nil left, Nil right) => true;

    public static bool operator !=(Nil left, Nil right) => false;

    public override readonly bool Equals(object? obj) => obj is Nil;

    public readonly bool Equals(Nil other) => true;

    public override readonly int GetHashCode() => 0;

    public override readonly string ToString() => "()";
}
