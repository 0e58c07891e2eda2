namespace Akka.Annotations;

/// <summary>Marks what is public only for technical reasons.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = true, AllowMultiple = false)]
public sealed class InternalApiAttribute : Attribute;
