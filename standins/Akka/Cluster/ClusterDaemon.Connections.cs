using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// What connections tell about members. A process that is killed closes its connections and its port at once, so a
/// member whose connection broke is called again, and is unreachable when the call is refused: nobody listens there. It
/// is reachable again by its first heartbeat.
/// </summary>
internal sealed partial class ClusterDaemon
{
    private static readonly TimeSpan CallAgainAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);

    private void ReceiveConnections()
    {
        Receive<ConnectionLost>(lost =>
        {
            if (_membership.Of(lost.Node) is not { Status: not MemberStatus.Down })
                return;
            if (lost.IsGone)
                _heartbeat.Tell(new ClusterHeartbeat.Hint(lost.Node));
            else
                Timers.StartSingleTimer(lost.Node, new CallAgain(lost.Node), CallAgainAfter);
        });
        Receive<CallAgain>(call => IsRefused(call.Node.Address).PipeTo(
            Self, Self, refused => new Called(call.Node, refused)));
        Receive<Called>(called =>
        {
            if (called.IsRefused)
                _heartbeat.Tell(new ClusterHeartbeat.Hint(called.Node));
        });
        Receive<ThisActorSystemQuarantinedEvent>(quarantined =>
        {
            if (IsMember && _membership.Of(quarantined.RemoteAddress) is { Status: not MemberStatus.Down })
                EndAsGone();
        });
    }

    private static async Task<bool> IsRefused(Address address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(LongestCall);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port ?? 0, limit.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A connection with a node has ended.</summary>
    public sealed record ConnectionLost(UniqueAddress Node, bool IsGone) : INoSerializationVerificationNeeded;

    private sealed record CallAgain(UniqueAddress Node);

    private sealed record Called(UniqueAddress Node, bool IsRefused);
}
