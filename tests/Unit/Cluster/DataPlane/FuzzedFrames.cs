using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Wire;
using Moe.Model.Weights;

namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>Frames as a peer sends them, some sound, some damaged, some forged with right checksums.</summary>
internal sealed class FuzzedFrames(Random random)
{
    public const ulong Incarnation = 5;
    public const int FetchedBytes = 5000;
    public const string Kind = "kind";

    private const int FramesMax = 60;

    private uint stream;

    public static IReadOnlyList<string> Owners { get; } = ["a", "b"];

    /// <summary>Frames made so far.</summary>
    public int Count { get; private set; }

    /// <summary>A client's conversation.</summary>
    public byte[] OfClient() => Conversation(() => random.Next(9) switch
    {
        0 or 1 => [Fetch()],
        2 => [Load()],
        3 or 4 => Store(),
        5 => [FrameHeader.Frame(FrameType.Credit, Stream(), (ulong)random.Next(100_000))],
        6 => [FrameHeader.Frame(FrameType.Cancel, Stream(), 0)],
        7 => [FrameHeader.Frame(FrameType.Drop, ++stream, 0, Name().ToArray())],
        _ => [FrameHeader.Frame(random.Next(3) == 0 ? FrameType.Release : FrameType.Ping, 0, (ulong)random.Next(5))],
    });

    /// <summary>What a server may answer to a few fetches, loads and stores.</summary>
    public byte[] OfServer()
    {
        var sent = new int[13];
        return Conversation(() =>
        {
            var to = random.Next(1, 13);
            var count = random.Next(1, FetchedBytes / 2);
            switch (random.Next(7))
            {
                case 0:
                    return [FrameHeader.Frame(FrameType.Found, (uint)to, 1, Description(random.Next(20_000)).ToArray())];
                case 1:
                    var words = new PayloadWriter().Text("why").ToArray();
                    return [FrameHeader.Frame(FrameType.Failed, (uint)to, (ulong)random.Next(9), words)];
                case 2:
                    return [FrameHeader.Frame(random.Next(2) == 0 ? FrameType.Stored : FrameType.Ended, (uint)to, 0)];
                case 3:
                    return [FrameHeader.Frame(FrameType.Credit, (uint)to, (ulong)random.Next(1200))];
                default:
                    var fetch = 1 + (3 * random.Next(4));
                    count = Math.Min(count, FetchedBytes - sent[fetch]);
                    sent[fetch] += count;
                    return [Chunk((uint)fetch, sent[fetch] - count, count)];
            }
        });
    }

    private byte[] Conversation(Func<IEnumerable<byte[]>> next)
    {
        stream = 0;
        List<byte> bytes = [];
        for (var turn = random.Next(1, FramesMax); turn > 0; turn--)
        {
            foreach (var frame in next())
            {
                Count++;
                bytes.AddRange(Damaged(frame));
            }
        }
        return [.. bytes];
    }

    // Three of four frames stay sound: the conversation shall get somewhere before it ends.
    private byte[] Damaged(byte[] frame)
    {
        switch (random.Next(60))
        {
            case 0:
                frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                return frame;
            case 1:
                return frame[..random.Next(frame.Length)];
            case 2:
                return [.. frame, .. frame];
            case 3:
                random.NextBytes(frame);
                return frame;
            case 4:
                return Forged(frame);
            case 5:
                // Sound outside, anything inside.
                var payload = new byte[random.Next(64)];
                random.NextBytes(payload);
                return FrameHeader.Frame((FrameType)random.Next(1, 21), Stream(), (ulong)random.NextInt64(), payload);
            default:
                return frame;
        }
    }

    // A header with its right checksum that claims anything.
    private byte[] Forged(byte[] frame)
    {
        var forged = (byte[])frame.Clone();
        FrameHeader header = new((FrameType)random.Next(0, 30), (uint)random.Next(), (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            random.Next(2) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(5000), (uint)random.Next());
        header.Write(forged);
        return forged;
    }

    private uint Stream() => (uint)random.Next(0, (int)stream + 2);

    private byte[] Fetch()
    {
        int[] lengths = [100, 300_000, 2_000_000];
        var which = random.Next(3);
        var offset = random.Next(8) == 0 ? random.Next(-10, 3_000_000) : 0L;
        var rest = lengths[which] - Math.Clamp(offset, 0, lengths[which]);
        var credit = random.Next(8) == 0 ? random.NextInt64(-10, 3_000_000) : random.NextInt64(0, rest + 1);
        var payload = new PayloadWriter().Number(random.Next(20) == 0 ? 9ul : Incarnation).Number(offset).Number(credit)
            .Bytes(Description(lengths[which]).ToArray());
        return FrameHeader.Frame(FrameType.Fetch, ++stream, (ulong)(which + 1), payload.ToArray());
    }

    private byte[] Load() => FrameHeader.Frame(FrameType.Load, ++stream, 0, Name().ToArray());

    private IEnumerable<byte[]> Store()
    {
        var length = random.Next(20_000);
        var opened = ++stream;
        yield return FrameHeader.Frame(FrameType.Store, opened, 0, Name().Bytes(Description(length).ToArray()).ToArray());
        for (var offset = 0; offset < length && random.Next(10) > 0;)
        {
            var count = Math.Min(random.Next(1, 8000), length - offset);
            yield return Chunk(opened, offset, count);
            offset += count;
        }
    }

    private byte[] Chunk(uint to, int offset, int count)
    {
        var frame = new byte[FrameHeader.Bytes + count];
        random.NextBytes(frame);
        new FrameHeader(FrameType.Chunk, to, (ulong)offset, count, Crc32C.Of(frame.AsSpan(FrameHeader.Bytes))).Write(frame);
        return frame;
    }

    private PayloadWriter Name() => new PayloadWriter().Text(Kind).Text(Owners[random.Next(Owners.Count)]).Number((long)random.Next(-1, 5));

    private PayloadWriter Description(long length)
    {
        PayloadWriter payload = new();
        (random.Next(30) == 0 ? new BlockDescription(TensorDataType.Float64, [length, length, length], BlockCodec.None)
            : BlockDescription.OfBytes(length)).Write(payload);
        return payload;
    }
}
