namespace Moe.Cluster.Serialization;

/// <summary>A fault on another node: an exception whose type need not exist here.</summary>
internal sealed class RemoteFailureException(string typeName, string text) : Exception($"{typeName}: {text}")
{
    /// <summary>Full name of the exception's type there.</summary>
    public string TypeName => typeName;

    /// <summary>Its message.</summary>
    public string Text => text;
}
