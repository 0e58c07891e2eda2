namespace Moe.Cluster.DataPlane.Wire;

/// <summary>The other side sent what no sound peer sends. The connection is closed with this one line, nothing else happens.</summary>
internal sealed class ProtocolFaultException(string message) : Exception(message);
