namespace MessagePack;

/// <summary>Names the constructor that deserialization must use.</summary>
[AttributeUsage(AttributeTargets.Constructor, AllowMultiple = false, Inherited = true)]
public class SerializationConstructorAttribute : Attribute;
