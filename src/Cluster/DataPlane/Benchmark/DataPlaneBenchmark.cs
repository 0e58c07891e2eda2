using System.Diagnostics;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Benchmark;

/// <summary>
/// Times the data plane beside a raw socket copy of the same bytes, taking turns in one run, so that whatever else the machine
/// does meets both alike.
/// </summary>
internal static class DataPlaneBenchmark
{
    private const string Kind = "bench";
    private const int MiB = 1 << 20;
    private const int WarmUps = 3;

    // One after the other, where the way there and back counts, and several at once, as a node that trains has them.
    private static readonly int[] InFlight = [1, 4];

    // So much is copied for each size and side, but at least this often.
    private const long BytesForEachSize = 1L << 30;
    private const int RoundsMin = 15;
    private const int RoundsMax = 200;

    /// <summary>Both sides in this process, over loopback.</summary>
    public static async Task<IReadOnlyList<DataPlaneTiming>> RunAsync(IReadOnlyList<int> sizesMib, TimeProvider time, Action<string> log)
    {
        using var receiver = Node(new DataPlaneSettings(), time, log);
        using BenchmarkServer server = new("127.0.0.1", time, log);
        return await MeasureAsync(receiver, server.Address, server.RawPort, sizesMib);
    }

    /// <summary>Against a process that serves elsewhere.</summary>
    public static async Task<IReadOnlyList<DataPlaneTiming>> RunAsync(
        PeerAddress peer, int rawPort, IReadOnlyList<int> sizesMib, TimeProvider time, Action<string> log)
    {
        using var receiver = Node(new DataPlaneSettings(), time, log);
        return await MeasureAsync(receiver, peer, rawPort, sizesMib);
    }

    /// <summary>A node of no run in particular.</summary>
    public static DataPlaneNode Node(DataPlaneSettings settings, TimeProvider time, Action<string> log) =>
        DataPlaneNode.Start(settings, Kind, (ulong)time.GetTimestamp(), time, log);

    /// <summary>Bytes that every reader can check: each differs from those around it.</summary>
    public static byte[] Pattern(int bytes)
    {
        var pattern = new byte[bytes];
        for (var at = 0; at < bytes; at++) pattern[at] = (byte)((at * 0x9E3779B1u) >> 24);
        return pattern;
    }

    private static async Task<IReadOnlyList<DataPlaneTiming>> MeasureAsync(
        DataPlaneNode receiver, PeerAddress peer, int rawPort, IReadOnlyList<int> sizesMib)
    {
        List<DataPlaneTiming> timings = [];
        var expected = Pattern(sizesMib.Max() * MiB);
        using var raw = RawCopy.Connect(peer.Host, rawPort);
        foreach (var size in sizesMib)
        {
            var handle = await BenchmarkServer.HandleAsync(receiver, peer, size * MiB);
            foreach (var inFlight in InFlight) timings.Add(await MeasureAsync(receiver, raw, handle, inFlight, expected));
        }
        return timings;
    }

    private static async Task<DataPlaneTiming> MeasureAsync(
        DataPlaneNode receiver, Socket raw, BlockHandle handle, int inFlight, byte[] expected)
    {
        var bytes = (int)handle.Description.Bytes;
        // The same memory for both sides, so that neither has the warmer one.
        var targets = Enumerable.Range(0, inFlight).Select(_ => new ArrayBlock(bytes)).ToList();
        List<double> rawSeconds = [], planeSeconds = [];
        var rounds = (int)Math.Clamp(BytesForEachSize / ((long)bytes * inFlight), RoundsMin, RoundsMax);
        for (var round = -WarmUps; round < rounds; round++)
        {
            var rawTime = Seconds(() => RawCopy.Fetch(raw, targets));
            var planeTime = await SecondsAsync(() =>
                Task.WhenAll(targets.Select(target => receiver.FetchAsync(handle, target, CancellationToken.None))));
            if (round < 0) continue;
            rawSeconds.Add(rawTime / inFlight);
            planeSeconds.Add(planeTime / inFlight);
        }
        foreach (var target in targets)
        {
            if (!target.Bytes(0, bytes).SequenceEqual(expected.AsSpan(0, bytes)))
                throw new InvalidOperationException($"The bytes of a {bytes / MiB} MiB block that arrived are not those that were sent.");
        }
        return new DataPlaneTiming(bytes / MiB, inFlight, rounds, Median(rawSeconds), Median(planeSeconds));
    }

    private static double Seconds(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double> SecondsAsync(Func<Task> action)
    {
        var begun = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
