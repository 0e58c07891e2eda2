using System.Net;
using System.Net.Sockets;

namespace Moe.Cluster.LocalCluster;

/// <summary>Finds ports that nobody listens on.</summary>
internal static class FreePorts
{
    /// <summary>So many different ports of this machine. Another process may take one before it is used; then its user says so.</summary>
    public static IReadOnlyList<int> Find(int count)
    {
        // All are held until the last is known: so no two are the same.
        List<TcpListener> listeners = [];
        try
        {
            for (var i = 0; i < count; i++)
            {
                TcpListener listener = new(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }
}
