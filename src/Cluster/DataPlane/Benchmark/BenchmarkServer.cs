using System.Net;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Benchmark;

/// <summary>The serving side of the benchmark: blocks of a known pattern on the data plane, and the same bytes as raw copies.</summary>
internal sealed class BenchmarkServer : IDisposable
{
    private const string Kind = "bench";
    private const string HandleOwner = "handle";
    private const int BytesMax = 256 << 20;

    private readonly DataPlaneNode node;
    private readonly RawCopy raw;

    /// <summary>Starts serving.</summary>
    public BenchmarkServer(string address, TimeProvider time, Action<string> log)
    {
        var pattern = DataPlaneBenchmark.Pattern(BytesMax);
        // Anyone may connect, so nothing but the pattern is here, and next to nothing may be stored.
        node = DataPlaneBenchmark.Node(new DataPlaneSettings { Host = address, StoreMibMax = 1 }, time, log);
        raw = new RawCopy(IPAddress.Parse(address), pattern);
        for (var size = 1 << 20; size <= BytesMax; size <<= 1)
        {
            var description = BlockDescription.OfBytes(size);
            var handle = node.Publish(new ArrayBlock(pattern.AsMemory(0, size)), description, Unending);
            var bytes = handle.ToBytes();
            node.Keep(new BlockName(Kind, HandleOwner, size), BlockDescription.OfBytes(bytes.Length), PooledBlock.CopyOf(bytes));
        }
    }

    /// <summary>Where the data plane serves.</summary>
    public PeerAddress Address => node.Self.Address;

    /// <summary>Where raw copies are served.</summary>
    public int RawPort => raw.Port;

    private static LeaseTerms Unending => new(int.MaxValue, TimeSpan.MaxValue, 0);

    /// <summary>Asks a serving side for the handle of its block of some length, a power of two of MiB.</summary>
    public static async Task<BlockHandle> HandleAsync(DataPlaneNode receiver, PeerAddress peer, int bytes)
    {
        var (block, _) = await receiver.LoadAsync(peer, new BlockName(Kind, HandleOwner, bytes), CancellationToken.None);
        using (block) return BlockHandle.FromBytes(block.Bytes(0, (int)block.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        raw.Dispose();
        node.Dispose();
    }
}
