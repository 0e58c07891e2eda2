using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Benchmark;
using Moe.Cluster.Hosting;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>bench data-plane.</summary>
internal static class BenchDataPlane
{
    private const int SizeMibMax = 256;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        Option<int[]> sizes = new("--sizes")
        {
            HelpName = "MIB,...",
            Description = $"Sizes of the blocks in MiB, powers of two up to {SizeMibMax}.",
            CustomParser = Sizes,
            DefaultValueFactory = _ => [1, 4, 16, 64],
        };
        var serve = RunOptions.Optional<string>("--serve", "ADDRESS",
            "Only serve, at this address, until stopped; for a measurement between machines.");
        var peer = RunOptions.Optional<string>("--peer", "HOST:PORT:RAWPORT",
            "Measure against a process that serves there, as it printed it.");
        Verb verb = new("data-plane",
            "Times fetches over the data plane beside a raw socket copy of the same bytes, taking turns. The last line of each size " +
            "is `data plane / raw: X`.",
            "./cluster bench data-plane --sizes 1,4,16,64",
            "./cluster bench data-plane --serve 192.168.0.10",
            "./cluster bench data-plane --peer 192.168.0.10:40001:40002")
        {
            sizes, serve, peer,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(serve) is { } address)
            {
                Serve(address, output, error);
                return ExitCode.Success;
            }
            var wanted = parsed.GetRequiredValue(sizes);
            var serving = parsed.GetValue(peer) is { } text ? Peer(text) : ((PeerAddress At, int RawPort)?)null;
            var timings = serving is { } there
                ? await DataPlaneBenchmark.RunAsync(there.At, there.RawPort, wanted, TimeProvider.System, error.WriteLine)
                : await DataPlaneBenchmark.RunAsync(wanted, TimeProvider.System, error.WriteLine);
            foreach (var timing in timings) Print(output, timing);
            return ExitCode.Success;
        });
    }

    private static void Serve(string address, TextWriter output, TextWriter error)
    {
        if (!IPAddress.TryParse(address, out _))
            throw new ConfigurationException($"--serve is '{address}', expected an address of this machine such as 127.0.0.1.");
        using StopSignals signals = new(signal => error.WriteLine($"{signal}: the measurement ends."));
        using BenchmarkServer server = new(address, TimeProvider.System, error.WriteLine);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"serving at {server.Address}:{server.RawPort}"));
        signals.Asked.WaitHandle.WaitOne();
    }

    private static (PeerAddress At, int RawPort) Peer(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3 && TryPort(parts[1], out var port) && TryPort(parts[2], out var rawPort)
            ? (new PeerAddress(parts[0], port), rawPort)
            : throw new ConfigurationException($"--peer is '{text}', expected HOST:PORT:RAWPORT as `bench data-plane --serve` printed it.");
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    private static int[] Sizes(ArgumentResult argument)
    {
        List<int> sizes = [];
        foreach (var text in argument.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= SizeMibMax
                && int.IsPow2(size)) sizes.Add(size);
            else argument.AddError($"--sizes holds '{text}', expected powers of two from 1 to {SizeMibMax}, such as 1,4,16,64.");
        }
        return [.. sizes];
    }

    private static void Print(TextWriter output, DataPlaneTiming timing)
    {
        var bytes = timing.SizeMib * (double)(1 << 20);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{timing.SizeMib} MiB, {timing.InFlight} at once, {timing.Rounds} rounds: " +
            $"raw {timing.RawSeconds * 1e3:F3} ms ({bytes / timing.RawSeconds / 1e9:F2} GB/s), " +
            $"data plane {timing.PlaneSeconds * 1e3:F3} ms ({bytes / timing.PlaneSeconds / 1e9:F2} GB/s)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"data plane / raw: {timing.Ratio:F3}"));
    }
}
