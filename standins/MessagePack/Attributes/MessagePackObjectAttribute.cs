namespace MessagePack;

/// <summary>
/// Marks a class or struct as serializable. Members carry <see cref="KeyAttribute"/>, unless
/// <paramref name="keyAsPropertyName"/> asks for a map keyed by the names of all public members.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = true)]
public class MessagePackObjectAttribute(bool keyAsPropertyName = false) : Attribute
{
    public bool KeyAsPropertyName { get; } = keyAsPropertyName;
}
