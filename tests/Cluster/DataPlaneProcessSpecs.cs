using Moe.Actors;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Benchmark;
using Moe.Cluster.DataPlane.Blocks;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>The data plane between processes, and when one of them is killed.</summary>
public sealed class DataPlaneProcessSpecs : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly List<string> log = [];
    private readonly DataPlaneNode node;

    public DataPlaneProcessSpecs() =>
        node = DataPlaneBenchmark.Node(new DataPlaneSettings(), TimeProvider.System, line =>
        {
            lock (log) log.Add(line);
        });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => node.Dispose();

    [Fact]
    public async Task A_handle_of_another_process_is_fetched_bit_by_bit()
    {
        using var serving = await ServeAsync();
        var (process, peer) = serving;
        var handle = await BenchmarkServer.HandleAsync(node, peer, 4 * MiB);

        using var block = (PooledBlock)await node.FetchAsync(handle, Cancel);

        var bytes = new byte[4 * MiB];
        block.CopyTo(bytes);
        Assert.Equal(DataPlaneBenchmark.Pattern(4 * MiB), bytes);
    }

    [Fact]
    public async Task A_process_that_is_killed_is_lost_at_once_and_its_transfers_fail()
    {
        using var serving = await ServeAsync();
        var (process, peer) = serving;
        TaskCompletionSource<PeerLoss> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.ConnectionLost += loss => lost.TrySetResult(loss);
        var handle = await BenchmarkServer.HandleAsync(node, peer, 256 * MiB);
        var fetches = Enumerable.Range(0, 8).Select(_ => node.FetchAsync(handle, new ArrayBlock(256 * MiB), Cancel)).ToList();

        process.Kill();

        Assert.False((await lost.Task.WaitAsync(Cancel)).OnPurpose);
        foreach (var fetch in fetches)
            Assert.Equal(DataPlaneFailure.ConnectionLost, (await Assert.ThrowsAsync<DataPlaneException>(() => fetch)).Failure);
    }

    [Fact]
    public async Task A_process_that_ends_says_farewell()
    {
        using var serving = await ServeAsync();
        var (process, peer) = serving;
        TaskCompletionSource<PeerLoss> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.ConnectionLost += loss => lost.TrySetResult(loss);
        await node.WatchAsync(peer, Cancel);

        process.Terminate();

        Assert.True((await lost.Task.WaitAsync(Cancel)).OnPurpose);
        Assert.Equal(0, await process.EndAsync());
        Assert.Empty(log);
    }

    [Fact]
    public async Task The_benchmark_measures_a_process_that_serves()
    {
        using var serving = await ServeAsync();
        var place = serving.Process.Output.Split('\n')
            .First(line => line.StartsWith("serving at ", StringComparison.Ordinal))["serving at ".Length..];

        var (code, output, error) = await NodeProcess.RunAsync(Path.GetTempPath(), "bench", "data-plane", "--sizes", "1", "--peer", place);

        Assert.True(code == 0, error);
        Assert.Contains("data plane / raw: ", output, StringComparison.Ordinal);
    }

    private static async Task<Serving> ServeAsync()
    {
        var process = NodeProcess.Start(Path.GetTempPath(), "bench", "data-plane", "--serve", "127.0.0.1");
        var parts = (await process.SaysAsync("serving at "))["serving at ".Length..].Split(':');
        return new Serving(process, new PeerAddress(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private sealed record Serving(NodeProcess Process, PeerAddress Peer) : IDisposable
    {
        public void Dispose() => Process.Dispose();
    }
}
