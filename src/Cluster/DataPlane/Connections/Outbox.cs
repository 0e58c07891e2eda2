using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>
/// What a connection has still to send. Control frames go first; then the blocks that have credit, in turn, a chunk each, so
/// that a large one never holds up a small one. A block without credit is not in the queue and costs nothing.
/// </summary>
internal sealed class Outbox(PeerCounters counters, TimeProvider time)
{
    /// <summary>Blocks one connection may have open at once.</summary>
    public const int BlocksMax = 1024;

    // Far more than any sound peer has unanswered: beyond it, the other side sends and does not read.
    private const int ControlFramesMax = 8192;

    private readonly object gate = new();
    private readonly Queue<byte[]> control = new();
    private readonly Queue<OutgoingBlock> ready = new();
    private readonly Dictionary<uint, OutgoingBlock> blocks = [];
    private OutgoingBlock? sending;
    private bool isWriting;
    private bool finishing;
    private bool closed;

    /// <summary>
    /// Claims the wire for one frame of the caller's own, when nothing waits and nothing is being written: a request then
    /// goes out without waking the writing thread. <see cref="GiveBack"/> has to follow.
    /// </summary>
    public bool TryClaim()
    {
        lock (gate)
        {
            if (closed || finishing || isWriting || control.Count > 0 || ready.Count > 0) return false;
            return isWriting = true;
        }
    }

    /// <summary>Gives back what <see cref="TryClaim"/> gave.</summary>
    public void GiveBack()
    {
        lock (gate)
        {
            isWriting = false;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Queues a control frame; false when far too many wait already.</summary>
    public bool Post(byte[] frame)
    {
        lock (gate)
        {
            if (closed || finishing) return true;
            if (control.Count >= ControlFramesMax) return false;
            control.Enqueue(frame);
            Monitor.Pulse(gate);
            return true;
        }
    }

    /// <summary>Begins to send a block, as far as its credit goes; false when too many are open.</summary>
    public bool TryAdd(OutgoingBlock block)
    {
        lock (gate)
        {
            if (closed || finishing || blocks.Count >= BlocksMax) return false;
            blocks.Add(block.Stream, block);
            block.LastProgress = time.GetTimestamp();
            Queue(block);
            return true;
        }
    }

    /// <summary>The receiver of a block takes more of it; a block that is through takes none.</summary>
    /// <returns>false when it takes more than the whole block.</returns>
    public bool Credit(uint stream, ulong bytes)
    {
        lock (gate)
        {
            if (!blocks.TryGetValue(stream, out var block)) return true;
            if (bytes > (ulong)(block.Rest - block.Credit)) return false;
            block.Credit += (long)bytes;
            block.LastProgress = time.GetTimestamp();
            if (!block.IsActive) Queue(block);
            return true;
        }
    }

    /// <summary>Ends a block before its last byte; a frame is sent in place of the rest.</summary>
    /// <returns>false when it is through already, or unknown.</returns>
    public bool End(uint stream, byte[] farewell)
    {
        lock (gate)
        {
            if (!blocks.TryGetValue(stream, out var block)) return false;
            if (block == sending) block.Farewell = farewell;
            else Retire(block, farewell);
            Monitor.Pulse(gate);
            return true;
        }
    }

    /// <summary>Blocks that have waited for credit too long.</summary>
    public IReadOnlyList<OutgoingBlock> Standing(TimeSpan longest)
    {
        lock (gate)
        {
            return [.. blocks.Values.Where(block => !block.IsActive && time.GetElapsedTime(block.LastProgress) >= longest)];
        }
    }

    /// <summary>Waits for the next thing to send: a control frame, or a chunk of a block. <see cref="GiveBack"/> follows it.</summary>
    /// <returns>false at the end.</returns>
    public bool Take(out byte[]? frame, out OutgoingBlock? block, out int count)
    {
        lock (gate)
        {
            while (isWriting || !TryTake(out frame, out block, out count))
            {
                (frame, block, count) = (null, null, 0);
                if (!isWriting && (closed || finishing)) return false;
                Monitor.Wait(gate);
            }
            return isWriting = true;
        }
    }

    /// <summary>The chunk that was taken is sent.</summary>
    public void Sent(OutgoingBlock block, int count)
    {
        lock (gate)
        {
            sending = null;
            block.Offset += count;
            block.Credit -= count;
            block.LastProgress = time.GetTimestamp();
            if (block.Rest == 0 || closed) Retire(block, null);
            else if (block.Farewell is { } farewell) Retire(block, farewell);
            else Queue(block);
        }
    }

    /// <summary>A last frame; then the writing thread ends. Blocks are not sent to their end.</summary>
    public void Finish(byte[] lastFrame)
    {
        lock (gate)
        {
            control.Enqueue(lastFrame);
            finishing = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Nothing more is sent; every block but the one with the writing thread is let go of.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            control.Clear();
            ready.Clear();
            foreach (var block in blocks.Values.Where(block => block != sending).ToList()) Retire(block, null);
            Monitor.Pulse(gate);
        }
    }

    private bool TryTake(out byte[]? frame, out OutgoingBlock? block, out int count)
    {
        (block, count) = (null, 0);
        if (control.TryDequeue(out frame)) return true;
        if (finishing) return false;
        while (ready.TryDequeue(out block))
        {
            // Ended while it waited in the queue.
            if (!blocks.ContainsKey(block.Stream)) continue;
            count = Chunks.CountAt(block.Offset, Math.Min(block.Credit, block.Rest));
            sending = block;
            return true;
        }
        return false;
    }

    private void Queue(OutgoingBlock block)
    {
        block.IsActive = block.Credit > 0;
        if (!block.IsActive)
        {
            counters.Stalled();
            return;
        }
        ready.Enqueue(block);
        Monitor.Pulse(gate);
    }

    private void Retire(OutgoingBlock block, byte[]? farewell)
    {
        if (!blocks.Remove(block.Stream)) return;
        if (farewell is not null) control.Enqueue(farewell);
        block.Source.LetGo();
    }
}
