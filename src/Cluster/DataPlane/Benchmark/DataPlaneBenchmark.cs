using System.Diagnostics;
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
        var largest = sizesMib.Max() * MiB;
        var expected = Pattern(largest);
        var rawTarget = new byte[largest];
        using var raw = RawCopy.Connect(peer.Host, rawPort);
        foreach (var size in sizesMib)
        {
            var handle = await BenchmarkServer.HandleAsync(receiver, peer, size * MiB);
            using ArrayBlock target = new(size * MiB);
            List<double> rawSeconds = [], planeSeconds = [];
            var rounds = (int)Math.Clamp(BytesForEachSize / (size * (long)MiB), RoundsMin, RoundsMax);
            for (var round = -WarmUps; round < rounds; round++)
            {
                var rawTime = Seconds(() => RawCopy.Fetch(raw, rawTarget.AsSpan(0, size * MiB)));
                var planeTime = await SecondsAsync(() => receiver.FetchAsync(handle, target, CancellationToken.None));
                if (round < 0) continue;
                rawSeconds.Add(rawTime);
                planeSeconds.Add(planeTime);
            }
            if (!target.Bytes(0, size * MiB).SequenceEqual(expected.AsSpan(0, size * MiB)))
                throw new InvalidOperationException($"The bytes of the {size} MiB block that arrived are not those that were sent.");
            timings.Add(new DataPlaneTiming(size, rounds, Median(rawSeconds), Median(planeSeconds)));
        }
        return timings;
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
