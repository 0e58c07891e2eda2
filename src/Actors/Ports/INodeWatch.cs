namespace Moe.Actors.Ports;

/// <summary>Notices that the process of another node has ended, sooner than the cluster's failure detector can be sure.</summary>
public interface INodeWatch
{
    /// <summary>Watches the process behind a node's data plane.</summary>
    /// <param name="dataAddress">Where its data plane listens, as the node says itself.</param>
    /// <returns>
    /// What was seen, once it is certain that the process has ended without saying so. Null: the connection is over, and that proves
    /// nothing, since the process said farewell, answers again, or cannot be reached.
    /// </returns>
    Task<string?> EndOf(string dataAddress);
}
