using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

// Blocks that come, and blocks that go.
internal sealed partial class PeerConnection
{
    /// <summary>Begins to receive a block; a destination that is known already is granted its window by the caller's own frame.</summary>
    /// <exception cref="DataPlaneException">The connection has closed.</exception>
    public void Expect(IncomingBlock block)
    {
        lock (gate)
        {
            if (ended || Loss is not null) throw Lost();
            block.LastProgress = time.GetTimestamp();
            incoming.Add(block.Stream, block);
        }
    }

    /// <summary>What a receiver grants at once for a block of some length.</summary>
    public long FirstGrant(long bytes) => Math.Min(window, bytes);

    /// <summary>Begins to send a block; false when too many are open. The block is let go of when that is over.</summary>
    public bool TrySend(uint stream, SharedBlock source, long offset, long credit)
    {
        if (source.Block.Length - offset == 0)
        {
            source.LetGo();
            return true;
        }
        return outbox.TryAdd(new OutgoingBlock(stream, source) { Offset = offset, Credit = credit });
    }

    /// <summary>Ends a block that is being sent; false when it is through.</summary>
    public bool EndSending(uint stream, byte[] farewell) => outbox.End(stream, farewell);

    /// <summary>The block that is being received on a stream, if any.</summary>
    public IncomingBlock? Incoming(uint stream)
    {
        lock (gate) return incoming.GetValueOrDefault(stream);
    }

    /// <summary>How many blocks are being received.</summary>
    public int IncomingCount
    {
        get
        {
            lock (gate) return incoming.Count;
        }
    }

    /// <summary>The destination of a block became known: the other side may send. Reading thread only.</summary>
    public void Grant(IncomingBlock block)
    {
        long granted;
        lock (gate) granted = block.Granted = FirstGrant(block.Destination!.Length - block.Offset);
        if (granted > 0) Post(FrameHeader.Frame(FrameType.Credit, block.Stream, (ulong)granted));
        else if (Forget(block.Stream) is not null && TryTell(block)) block.Receiver.Received(block);
    }

    /// <summary>Nobody wants a block any more. The destination is free when its receiver is told so.</summary>
    public void Abandon(IncomingBlock block)
    {
        bool isFree;
        lock (gate)
        {
            if (block.IsAbandoned || block.IsTold || !incoming.ContainsKey(block.Stream)) return;
            block.IsAbandoned = true;
            isFree = block.IsTold = !block.IsReceiving;
        }
        Post(block.Notice);
        if (isFree) block.Receiver.Abandoned(block);
    }

    /// <summary>Takes a block out: nothing more of it will come. Reading thread only.</summary>
    public IncomingBlock? Forget(uint stream)
    {
        lock (gate) return incoming.Remove(stream, out var block) ? block : null;
    }

    /// <summary>Fails a block whose other side will not send it. Reading thread only.</summary>
    public void Fail(uint stream, DataPlaneException failure)
    {
        if (Forget(stream) is { } block && TryTell(block)) block.Receiver.Failed(block, failure);
    }

    /// <summary>Fails a block that this side does not take; what still comes of it is thrown away.</summary>
    public void Reject(IncomingBlock block, DataPlaneException failure)
    {
        lock (gate)
        {
            if (block.IsTold || block.IsReceiving) return;
            block.IsAbandoned = block.IsTold = true;
        }
        Post(block.Notice);
        block.Receiver.Failed(block, failure);
    }

    /// <summary>Where a block goes has become known; false when nobody wants it any more. Reading thread only.</summary>
    public bool TrySettle(IncomingBlock block, Block destination)
    {
        lock (gate)
        {
            if (block.IsAbandoned) return false;
            block.Destination = destination;
            return true;
        }
    }

    private void EndStandingBlocks(TimeSpan longest)
    {
        List<IncomingBlock> standing;
        lock (gate)
        {
            standing = [.. incoming.Values.Where(block =>
                !block.IsAbandoned && !block.IsReceiving && time.GetElapsedTime(block.LastProgress) >= longest)];
        }
        foreach (var block in standing)
        {
            Reject(block, new DataPlaneException(DataPlaneFailure.Stalled,
                $"{peer} sent nothing of a block for {longest.TotalSeconds:F0} s, {block.Offset} bytes had come."));
        }
    }

    // The first who tells wins.
    private bool TryTell(IncomingBlock block)
    {
        lock (gate)
        {
            if (block.IsTold) return false;
            return block.IsTold = true;
        }
    }

    private void ReceiveChunk(in FrameHeader header, byte[] scratch)
    {
        var block = Begin(header, out var count, out var isWanted);
        var codec = block.Description!.Codec;
        try
        {
            if (isWanted && codec.Kind == CodecKind.None) channel.ReadPayload(header, block.Destination!.Bytes(block.Offset, count));
            else
            {
                var payload = scratch.AsSpan(0, header.Length);
                channel.ReadPayload(header, payload);
                if (isWanted) codec.Decode(payload, block.Destination!.Bytes(block.Offset, count));
            }
        }
        catch
        {
            lock (gate) block.IsReceiving = false;
            throw;
        }
        EndChunk(block, count);
    }

    private IncomingBlock Begin(in FrameHeader header, out int count, out bool isWanted)
    {
        lock (gate)
        {
            if (!incoming.TryGetValue(header.Stream, out var block) || block.Description is not { } description)
                throw new ProtocolFaultException($"a chunk came for stream {header.Stream}, on which nothing is expected");
            count = description.Codec.DecodedBytes(header.Length);
            if (header.Argument != (ulong)block.Offset || count <= 0 || count > block.Granted || count > description.Bytes - block.Offset
                || !Chunks.IsWithinBoundary(block.Offset, count))
            {
                throw new ProtocolFaultException(
                    $"a chunk of {header.Length} bytes at {header.Argument} came on stream {header.Stream}, expected is one at " +
                    $"{block.Offset} of {description.Bytes}, and {block.Granted} are granted");
            }
            isWanted = block.IsReceiving = !block.IsAbandoned;
            return block;
        }
    }

    private void EndChunk(IncomingBlock block, int count)
    {
        long grant = 0;
        bool isWhole, isAbandoned;
        lock (gate)
        {
            block.IsReceiving = false;
            block.Offset += count;
            block.Granted -= count;
            block.LastProgress = time.GetTimestamp();
            isAbandoned = block.IsAbandoned;
            var rest = block.Description!.Bytes - block.Offset;
            isWhole = rest == 0;
            if (!isAbandoned && block.Granted <= window / 2) grant = Math.Min(window, rest) - block.Granted;
            block.Granted += grant;
            if (isWhole) incoming.Remove(block.Stream);
        }
        if (isAbandoned)
        {
            if (TryTell(block)) block.Receiver.Abandoned(block);
        }
        else if (isWhole)
        {
            if (TryTell(block)) block.Receiver.Received(block);
        }
        else if (grant > 0) Post(FrameHeader.Frame(FrameType.Credit, block.Stream, (ulong)grant));
    }

    private void FailWhatIsOpen()
    {
        List<IncomingBlock> open;
        lock (gate)
        {
            ended = true;
            open = [.. incoming.Values];
            incoming.Clear();
        }
        foreach (var block in open.Where(TryTell))
        {
            if (block.IsAbandoned) block.Receiver.Abandoned(block);
            else block.Receiver.Failed(block, Lost());
        }
    }
}
