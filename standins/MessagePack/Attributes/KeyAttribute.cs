namespace MessagePack;

/// <summary>Gives a member its place in the array (an integer) or its key in the map (a string).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = true)]
public class KeyAttribute : Attribute
{
    public KeyAttribute(int x) => IntKey = x;

    public KeyAttribute(string x) => StringKey = x ?? throw new ArgumentNullException(nameof(x));

    public int? IntKey { get; }

    public string? StringKey { get; }
}
