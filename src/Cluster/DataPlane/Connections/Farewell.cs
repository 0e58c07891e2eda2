namespace Moe.Cluster.DataPlane.Connections;

/// <summary>Ends connections in order: the other side learns that it is on purpose.</summary>
internal static class Farewell
{
    // Longer than a farewell takes to write; a peer that does not read it is left without.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Says farewell on every connection, then closes it, and waits until its threads have let go of every block.</summary>
    public static void Say(IReadOnlyCollection<PeerConnection> connections)
    {
        foreach (var connection in connections) connection.Leave();
        foreach (var connection in connections)
        {
            if (connection.WaitForEnd(Patience)) continue;
            connection.Close("this node leaves");
            connection.WaitForEnd(Patience);
        }
    }
}
