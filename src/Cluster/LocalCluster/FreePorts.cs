using System.Net;
using System.Net.Sockets;
using Moe.Model.Failures;

namespace Moe.Cluster.LocalCluster;

/// <summary>
/// Finds ports that nobody listens on, below those that systems give to outgoing connections: a node that is killed must find
/// its port free when it starts again.
/// </summary>
internal static class FreePorts
{
    private const int First = 20000;
    private const int Last = 32000;

    /// <summary>So many different ports, looked for from a place that depends on <paramref name="start"/>.</summary>
    /// <exception cref="EnvironmentException">There are not so many.</exception>
    public static IReadOnlyList<int> Find(int count, int start)
    {
        List<int> ports = [];
        for (var i = 0; i < Last - First && ports.Count < count; i++)
        {
            var port = First + (((start % (Last - First)) + i) % (Last - First));
            if (IsFree(port)) ports.Add(port);
        }
        return ports.Count == count ? ports : throw new EnvironmentException(
            $"Only {ports.Count} of the ports {First} to {Last} are free, expected {count} for so many nodes. End what holds them.");
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
