namespace MessagePack;

/// <summary>
/// Names one concrete type of an interface or abstract class. On the wire a value of the base type is the array
/// [key, value].
/// </summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public class UnionAttribute(int key, Type subType) : Attribute
{
    public int Key { get; } = key;

    public Type SubType { get; } = subType ?? throw new ArgumentNullException(nameof(subType));
}
