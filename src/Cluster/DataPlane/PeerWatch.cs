using System.Net.Sockets;
using Moe.Actors.Ports;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// Watches processes of other nodes by their data connections. The end of a connection alone proves nothing. But when a machine
/// that answers refuses a new one, nobody listens there any more; and another incarnation means that the one before has ended.
/// Whoever does not answer at all may only be cut off: that is for the cluster to decide.
/// </summary>
internal sealed class PeerWatch(DataPlaneNode node, TimeProvider time) : INodeWatch
{
    // A process that is killed closes its connections a moment before it stops listening.
    private const int LooksMax = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async Task<string?> EndOf(string dataAddress)
    {
        var peer = PeerAddress.Parse(dataAddress);
        try
        {
            return await WhileConnectedAsync(peer).ConfigureAwait(false);
        }
        catch (DataPlaneException failure)
        {
            return IsRefused(failure) ? NobodyListens(peer) : null;
        }
        catch (ObjectDisposedException)
        {
            // This node ends.
            return null;
        }
    }

    private async Task<string?> WhileConnectedAsync(PeerAddress peer)
    {
        TaskCompletionSource<PeerLoss> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(PeerLoss loss)
        {
            if (loss.Peer.Address == peer) ended.TrySetResult(loss);
        }
        node.ConnectionLost += Hear;
        try
        {
            var known = await node.WatchAsync(peer, CancellationToken.None).ConfigureAwait(false);
            var loss = await ended.Task.ConfigureAwait(false);
            return loss.OnPurpose ? null : await LookAsync(known).ConfigureAwait(false);
        }
        finally
        {
            node.ConnectionLost -= Hear;
        }
    }

    private async Task<string?> LookAsync(PeerIdentity known)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        for (var look = 0; look < LooksMax; look++)
        {
            try
            {
                var found = await node.WatchAsync(known.Address, CancellationToken.None).ConfigureAwait(false);
                return found == known ? null : $"{known} is gone: {found} answers there now";
            }
            catch (DataPlaneException failure)
            {
                if (IsRefused(failure)) return NobodyListens(known.Address);
            }
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return null;
    }

    private static string NobodyListens(PeerAddress peer) => $"nobody listens at {peer} any more";

    private static bool IsRefused(DataPlaneException failure) =>
        failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
}
