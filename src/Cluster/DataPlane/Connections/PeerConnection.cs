using System.Buffers;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>
/// A greeted connection: one thread reads, one writes, and neither ever waits for the other or for an actor. Whatever a peer
/// sends, the worst that follows is that the connection is closed with one line in the log.
/// </summary>
/// <param name="channel">Frames of the connection.</param>
/// <param name="transport">Closed to wake both threads.</param>
/// <param name="isWritable">Whether a short write would not block.</param>
/// <param name="peer">Who is at the other end.</param>
/// <param name="settings">Window and waiting times.</param>
/// <param name="handler">This side's part.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes one line.</param>
internal sealed partial class PeerConnection(
    FrameChannel channel, IDisposable transport, Func<bool> isWritable, PeerIdentity peer, DataPlaneSettings settings,
    IFrameHandler handler, TimeProvider time, Action<string> log)
{
    private const long MiB = 1L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<uint, IncomingBlock> incoming = [];
    private readonly Outbox outbox = new(channel.Counters, time);
    private readonly long window = settings.WindowMib * MiB;
    private readonly ManualResetEventSlim over = new();
    private PeerLoss? loss;
    private bool ended;
    private bool onPurpose;
    private long lastPing = time.GetTimestamp();

    /// <summary>Who is at the other end.</summary>
    public PeerIdentity Peer => peer;

    /// <summary>What was sent and received.</summary>
    public PeerCounters Counters => channel.Counters;

    /// <summary>Why it has closed; null while it is open.</summary>
    public PeerLoss? Loss => Volatile.Read(ref loss);

    /// <summary>Reads until the connection ends; returns when both threads have let go of every block.</summary>
    public void Run()
    {
        Thread writer = new(Write) { IsBackground = true, Name = $"data plane to {peer.Address}" };
        writer.Start();
        Read();
        writer.Join();
        FailWhatIsOpen();
        over.Set();
    }

    /// <summary>Waits for <see cref="Run"/> to return.</summary>
    public bool WaitForEnd(TimeSpan longest) => over.Wait(longest);

    /// <summary>Says farewell, then closes.</summary>
    public void Leave()
    {
        Volatile.Write(ref onPurpose, true);
        outbox.Finish(FrameHeader.Frame(FrameType.Bye, 0, 0));
    }

    /// <summary>Closes at once. Only the first reason counts.</summary>
    public void Close(string reason)
    {
        PeerLoss mine = new(peer, reason, Volatile.Read(ref onPurpose));
        if (Interlocked.CompareExchange(ref loss, mine, null) is not null) return;
        if (!mine.OnPurpose)
        {
            Counters.Failed();
            log($"data plane: the connection with {peer} is closed: {reason}");
        }
        outbox.Close();
        transport.Dispose();
        handler.Closing(this, mine);
    }

    /// <summary>Called now and then: asks for a sign of life, ends what stands still.</summary>
    public void Tick()
    {
        if (Loss is not null) return;
        var silence = time.GetElapsedTime(channel.LastHeard);
        if (silence >= TimeSpan.FromMilliseconds(settings.SilenceMs))
        {
            Close($"nothing came for {silence.TotalMilliseconds:F0} ms, although it was asked for a sign of life");
            return;
        }
        if (time.GetElapsedTime(lastPing) >= TimeSpan.FromMilliseconds(settings.PingMs))
        {
            lastPing = time.GetTimestamp();
            Post(FrameHeader.Frame(FrameType.Ping, 0, (ulong)lastPing));
        }
        var longest = TimeSpan.FromSeconds(settings.StallSeconds);
        foreach (var block in outbox.Standing(longest))
            outbox.End(block.Stream, Failure(block.Stream, DataPlaneFailure.Stalled, "the receiver granted nothing for too long"));
        EndStandingBlocks(longest);
    }

    /// <summary>This process itself stood still: nobody is to be blamed for the silence.</summary>
    public void Forgive() => channel.LastHeard = time.GetTimestamp();

    /// <summary>Sends a control frame: at once when that cannot block, else from the writing thread.</summary>
    public void Post(byte[] frame)
    {
        if (outbox.TryClaim() && TryWriteNow(frame)) return;
        if (!outbox.Post(frame)) Close("it sends requests and does not read the answers");
    }

    /// <summary>The frame that ends a stream with a failure.</summary>
    public static byte[] Failure(uint stream, DataPlaneFailure failure, string words) =>
        FrameHeader.Frame(FrameType.Failed, stream, (ulong)failure, new PayloadWriter().Text(words).ToArray());

    /// <summary>The exception for whoever uses a connection that has closed.</summary>
    public DataPlaneException Lost() => new(DataPlaneFailure.ConnectionLost,
        $"The data connection with {peer} has ended: {Loss?.Reason ?? "it was closed"}.");

    private bool TryWriteNow(byte[] frame)
    {
        try
        {
            // Writable means room for far more than one control frame.
            if (!isWritable()) return false;
            channel.Write(frame);
            return true;
        }
        catch (Exception failure) when (IsTransportFailure(failure))
        {
            Close(failure.Message);
            return true;
        }
        finally
        {
            outbox.GiveBack();
        }
    }

    private void Read()
    {
        var scratch = ArrayPool<byte>.Shared.Rent(Chunks.PayloadBytesMax);
        try
        {
            while (channel.TryReadHeader(out var header))
            {
                if (header.Type == FrameType.Chunk)
                {
                    ReceiveChunk(header, scratch);
                    continue;
                }
                var payload = scratch.AsSpan(0, header.Length);
                channel.ReadPayload(header, payload);
                if (Answer(header, payload) is { } fault) throw new ProtocolFaultException(fault);
            }
            Close("the other side closed it");
        }
        catch (ProtocolFaultException fault)
        {
            Close(fault.Message);
        }
        catch (Exception failure) when (IsTransportFailure(failure))
        {
            Close(failure.Message);
        }
        catch (Exception bug)
        {
            Close($"a fault of this program while reading: {bug}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private string? Answer(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Ping:
                Post(FrameHeader.Frame(FrameType.Pong, 0, header.Argument));
                return null;
            case FrameType.Pong:
                return null;
            case FrameType.Bye:
                Volatile.Write(ref onPurpose, true);
                return null;
            case FrameType.Credit:
                return outbox.Credit(header.Stream, header.Argument)
                    ? null
                    : $"it grants {header.Argument} bytes for stream {header.Stream}, more than are left of the block";
            default:
                return handler.Handle(this, header, payload);
        }
    }

    private void Write()
    {
        var scratch = ArrayPool<byte>.Shared.Rent(Chunks.PayloadBytesMax);
        try
        {
            while (outbox.Take(out var frame, out var block, out var count))
            {
                if (block is null) channel.Write(frame!);
                else SendChunk(block, count, scratch);
                outbox.GiveBack();
            }
            Close("this node closed it");
        }
        catch (Exception failure) when (IsTransportFailure(failure))
        {
            Close(failure.Message);
        }
        catch (Exception bug)
        {
            Close($"a fault of this program while sending: {bug}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private void SendChunk(OutgoingBlock block, int count, byte[] scratch)
    {
        try
        {
            var bytes = block.Source.Block.Bytes(block.Offset, count);
            var codec = block.Source.Description.Codec;
            if (codec.Kind == CodecKind.None)
            {
                channel.WriteChunk(block.Stream, block.Offset, bytes);
                return;
            }
            var encoded = scratch.AsSpan(0, codec.EncodedBytes(count));
            codec.Encode(bytes, encoded);
            channel.WriteChunk(block.Stream, block.Offset, encoded);
        }
        finally
        {
            outbox.Sent(block, count);
        }
    }

    private static bool IsTransportFailure(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException or DataPlaneException;
}
