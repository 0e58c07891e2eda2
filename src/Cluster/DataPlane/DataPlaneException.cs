namespace Moe.Cluster.DataPlane;

/// <summary>A transfer failed. Nothing of it was delivered, and the data plane goes on.</summary>
internal sealed class DataPlaneException(DataPlaneFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public DataPlaneFailure Failure => failure;
}
