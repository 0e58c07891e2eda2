using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>What the listening side does with requests: one object for each connection.</summary>
internal sealed class ServerRequests(
    ulong incarnation, LeaseBook leases, NamedBlocks named, long blockBytesMax, Action<PeerConnection, PeerLoss> closing) : IFrameHandler
{
    private uint lastStream;

    /// <inheritdoc/>
    public void Closing(PeerConnection connection, PeerLoss loss) => closing(connection, loss);

    /// <inheritdoc/>
    public string? Handle(PeerConnection connection, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        switch (header.Type)
        {
            case FrameType.Release:
                leases.Release(header.Argument);
                return null;
            case FrameType.Cancel:
                Cancel(connection, header.Stream);
                return null;
            case FrameType.Fetch:
            case FrameType.Load:
            case FrameType.Store:
            case FrameType.Drop:
                if (header.Stream <= lastStream) return $"it opens stream {header.Stream} after stream {lastStream}";
                lastStream = header.Stream;
                return header.Type switch
                {
                    FrameType.Fetch => Fetch(connection, header, ref reader),
                    FrameType.Load => Load(connection, header.Stream, ref reader),
                    FrameType.Store => Store(connection, header.Stream, ref reader),
                    _ => Drop(connection, header.Stream, ref reader),
                };
            default:
                return $"a client does not send {header.Type} here";
        }
    }

    private string? Fetch(PeerConnection connection, in FrameHeader header, ref PayloadReader reader)
    {
        var (expected, offset, credit) = ((ulong)reader.Number(), reader.Number(), reader.Number());
        if (BlockDescription.Read(ref reader) is not { } promised || !reader.IsWhole) return "its Fetch is malformed";
        if (expected != incarnation)
        {
            Refuse(connection, header.Stream, DataPlaneFailure.OtherIncarnation, "the node has been started again since");
            return null;
        }
        if (leases.Hold(header.Argument) is not { } block)
        {
            Refuse(connection, header.Stream, DataPlaneFailure.Gone, $"block {header.Argument} is freed, or never was");
            return null;
        }
        var rest = block.Block.Length - offset;
        if (!promised.Equals(block.Description))
        {
            block.LetGo();
            Refuse(connection, header.Stream, DataPlaneFailure.Mismatch, $"block {header.Argument} is not what the handle says");
            return null;
        }
        if (offset >= 0 && rest > 0 && credit >= 0 && credit <= rest)
        {
            Send(connection, header.Stream, block, offset, credit);
            return null;
        }
        block.LetGo();
        return $"its Fetch asks for {credit} bytes from {offset} on, of a block of {block.Description.Bytes}";
    }

    private string? Load(PeerConnection connection, uint stream, ref PayloadReader reader)
    {
        var name = BlockName.Read(ref reader);
        if (!reader.IsWhole) return "its Load is malformed";
        if (named.Hold(name) is not { } kept)
        {
            Refuse(connection, stream, DataPlaneFailure.Gone, $"nothing is kept as {name}");
            return null;
        }
        PayloadWriter found = new();
        kept.Block.Description.Write(found);
        connection.Post(FrameHeader.Frame(FrameType.Found, stream, (ulong)kept.Version, found.ToArray()));
        Send(connection, stream, kept.Block, 0, 0);
        return null;
    }

    private string? Store(PeerConnection connection, uint stream, ref PayloadReader reader)
    {
        var name = BlockName.Read(ref reader);
        if (BlockDescription.Read(ref reader) is not { } description || !reader.IsWhole || name.Version < 0)
            return "its Store is malformed";
        if (connection.IncomingCount >= Outbox.BlocksMax)
            Refuse(connection, stream, DataPlaneFailure.Busy, $"{Outbox.BlocksMax} blocks are on their way already");
        else if (description.Bytes > blockBytesMax || !named.TryReserve(description.Bytes))
            Refuse(connection, stream, DataPlaneFailure.NoRoom, $"there is no room for {description.Bytes} bytes more");
        else
        {
            IncomingBlock block = new(stream, new KeptBlock(connection, named, name),
                PeerConnection.Failure(stream, DataPlaneFailure.Stalled, "nothing came for too long"))
            {
                Description = description,
                Destination = new PooledBlock(description.Bytes),
            };
            try
            {
                connection.Expect(block);
            }
            catch (DataPlaneException)
            {
                block.Receiver.Abandoned(block);
                throw;
            }
            connection.Grant(block);
        }
        return null;
    }

    private string? Drop(PeerConnection connection, uint stream, ref PayloadReader reader)
    {
        var name = BlockName.Read(ref reader);
        if (!reader.IsWhole) return "its Drop is malformed";
        named.Drop(name.Kind, name.Owner, name.Version);
        connection.Post(FrameHeader.Frame(FrameType.Stored, stream, 0));
        return null;
    }

    private static void Send(PeerConnection connection, uint stream, SharedBlock block, long offset, long credit)
    {
        if (connection.TrySend(stream, block, offset, credit)) return;
        block.LetGo();
        Refuse(connection, stream, DataPlaneFailure.Busy, $"{Outbox.BlocksMax} blocks are on their way already");
    }

    // Of a block that is being sent, or of one that is being stored; of one that is through, nothing is left to end.
    private static void Cancel(PeerConnection connection, uint stream)
    {
        connection.EndSending(stream, FrameHeader.Frame(FrameType.Ended, stream, 0));
        connection.Fail(stream, new DataPlaneException(DataPlaneFailure.Gone, "The sender does not want it to be kept any more."));
    }

    private static void Refuse(PeerConnection connection, uint stream, DataPlaneFailure failure, string words) =>
        connection.Post(PeerConnection.Failure(stream, failure, words));

    private sealed class KeptBlock(PeerConnection connection, NamedBlocks named, BlockName name) : IBlockReceiver
    {
        public void Received(IncomingBlock block)
        {
            named.Put(name, new SharedBlock(block.Destination!, block.Description!));
            connection.Post(FrameHeader.Frame(FrameType.Stored, block.Stream, 0));
        }

        public void Abandoned(IncomingBlock block)
        {
            named.Unreserve(block.Description!.Bytes);
            block.Destination!.Dispose();
        }

        public void Failed(IncomingBlock block, DataPlaneException failure) => Abandoned(block);
    }
}
