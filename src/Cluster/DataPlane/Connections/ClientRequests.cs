using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>The connecting side's requests over one connection, and what comes back for them.</summary>
internal sealed class ClientRequests(long blockBytesMax, Action<PeerLoss> closing) : IFrameHandler
{
    private readonly Lock gate = new();
    private readonly Dictionary<uint, TaskCompletionSource> acknowledgements = [];
    private uint lastStream;
    private DataPlaneException? lost;

    /// <inheritdoc/>
    public void Closing(PeerConnection connection, PeerLoss loss)
    {
        List<TaskCompletionSource> open;
        lock (gate)
        {
            lost = connection.Lost();
            open = [.. acknowledgements.Values];
            acknowledgements.Clear();
        }
        foreach (var waiting in open) waiting.TrySetException(lost);
        closing(loss);
    }

    /// <summary>Fetches a published block from an offset on.</summary>
    /// <returns>Ends when the block is whole, or with <see cref="DataPlaneException"/>; the destination is free then.</returns>
    public async Task FetchAsync(PeerConnection connection, BlockHandle handle, FetchedBlock fetched, CancellationToken cancel)
    {
        if (handle.Description.Bytes == fetched.Offset) return;
        PayloadWriter payload = new();
        IncomingBlock block;
        lock (gate)
        {
            block = NewBlock(fetched);
            block.Description = handle.Description;
            block.Destination = fetched.Destination;
            block.Offset = fetched.Offset;
            block.Granted = connection.FirstGrant(handle.Description.Bytes - fetched.Offset);
            connection.Expect(block);
            handle.Description.Write(payload.Number(handle.Node.Incarnation).Number(block.Offset).Number(block.Granted));
            connection.Post(FrameHeader.Frame(FrameType.Fetch, block.Stream, handle.Id, payload.ToArray()));
        }
        using var registration = cancel.Register(() => connection.Abandon(block));
        await fetched.Ended;
    }

    /// <summary>Fetches a stored block.</summary>
    public async Task LoadAsync(PeerConnection connection, BlockName name, FetchedBlock fetched, CancellationToken cancel)
    {
        IncomingBlock block;
        lock (gate)
        {
            block = NewBlock(fetched);
            connection.Expect(block);
            PayloadWriter payload = new();
            name.Write(payload);
            connection.Post(FrameHeader.Frame(FrameType.Load, block.Stream, 0, payload.ToArray()));
        }
        using var registration = cancel.Register(() => connection.Abandon(block));
        await fetched.Ended;
    }

    /// <summary>Sends a block to be kept under a name; it is let go of when that is over.</summary>
    public async Task StoreAsync(PeerConnection connection, BlockName name, SharedBlock block, CancellationToken cancel)
    {
        PayloadWriter payload = new();
        name.Write(payload);
        block.Description.Write(payload);
        var (stream, stored) = Ask(connection, FrameType.Store, payload, block);
        using var registration = cancel.Register(() => GiveUp(connection, stream, cancel));
        await stored;
    }

    /// <summary>Asks to forget stored blocks of a name below its version.</summary>
    public async Task DropAsync(PeerConnection connection, BlockName name, CancellationToken cancel)
    {
        PayloadWriter payload = new();
        name.Write(payload);
        var (_, dropped) = Ask(connection, FrameType.Drop, payload, null);
        await dropped.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public string? Handle(PeerConnection connection, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        lock (gate)
        {
            if (header.Stream == 0 || header.Stream > lastStream) return $"it answers stream {header.Stream}, which was never opened";
        }
        switch (header.Type)
        {
            case FrameType.Found:
                return Found(connection, header, ref reader);
            case FrameType.Failed:
                var words = reader.Text();
                if (!reader.IsWhole) return "its Failed is malformed";
                Fail(connection, header.Stream, new DataPlaneException((DataPlaneFailure)header.Argument, $"{connection.Peer}: {words}."));
                return null;
            case FrameType.Ended:
                // Expected of a stream that was cancelled: then nobody is told. Of any other it is a failure.
                connection.Fail(header.Stream, new DataPlaneException(
                    DataPlaneFailure.Gone, $"{connection.Peer} has ended the transfer unasked."));
                return null;
            case FrameType.Stored:
                Acknowledge(header.Stream, null);
                return null;
            default:
                return $"a server does not send {header.Type} here";
        }
    }

    private string? Found(PeerConnection connection, in FrameHeader header, ref PayloadReader reader)
    {
        if (BlockDescription.Read(ref reader) is not { } description || !reader.IsWhole) return "its Found is malformed";
        if (connection.Incoming(header.Stream) is not { Description: null } block)
            return $"it finds a block for stream {header.Stream} unasked";
        block.Description = description;
        if (description.Bytes > blockBytesMax)
        {
            connection.Reject(block, new DataPlaneException(DataPlaneFailure.NoRoom,
                $"{connection.Peer} keeps a block of {description.Bytes} bytes, this node takes at most {blockBytesMax} " +
                "(training.node.data-plane.block-mib-max)."));
            return null;
        }
        PooledBlock destination = new(description.Bytes);
        if (!connection.TrySettle(block, destination)) destination.Dispose();
        else connection.Grant(block);
        return null;
    }

    private void Fail(PeerConnection connection, uint stream, DataPlaneException failure)
    {
        connection.Fail(stream, failure);
        if (!Acknowledge(stream, failure)) return;
        connection.EndSending(stream, FrameHeader.Frame(FrameType.Cancel, stream, 0));
    }

    private void GiveUp(PeerConnection connection, uint stream, CancellationToken cancel)
    {
        connection.EndSending(stream, FrameHeader.Frame(FrameType.Cancel, stream, 0));
        TaskCompletionSource? waiting;
        lock (gate) acknowledgements.Remove(stream, out waiting);
        waiting?.TrySetCanceled(cancel);
    }

    private IncomingBlock NewBlock(FetchedBlock fetched)
    {
        var stream = ++lastStream;
        return new IncomingBlock(stream, fetched, FrameHeader.Frame(FrameType.Cancel, stream, 0));
    }

    // Streams are opened in the order of their numbers, so a number is taken and sent under one lock.
    private (uint Stream, Task Acknowledged) Ask(PeerConnection connection, FrameType type, PayloadWriter payload, SharedBlock? block)
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            var stream = ++lastStream;
            if (lost is null)
            {
                acknowledgements.Add(stream, waiting);
                // Known before it is announced: the answer may be here before Post returns.
                if (block is null || connection.TrySend(stream, block, 0, 0))
                {
                    connection.Post(FrameHeader.Frame(type, stream, 0, payload.ToArray()));
                    return (stream, waiting.Task);
                }
                acknowledgements.Remove(stream);
            }
            block?.LetGo();
            waiting.SetException(lost ?? new DataPlaneException(
                DataPlaneFailure.Busy, $"Too many blocks are on their way to {connection.Peer} already."));
            return (stream, waiting.Task);
        }
    }

    private bool Acknowledge(uint stream, DataPlaneException? failure)
    {
        TaskCompletionSource? waiting;
        lock (gate) acknowledgements.Remove(stream, out waiting);
        return waiting is not null && (failure is null ? waiting.TrySetResult() : waiting.TrySetException(failure));
    }
}
