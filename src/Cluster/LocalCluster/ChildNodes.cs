using System.Globalization;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;

namespace Moe.Cluster.LocalCluster;

/// <summary>The nodes of a cluster on this machine, each a process; they share its cores.</summary>
internal sealed class ChildNodes : IDisposable
{
    private const string Host = "127.0.0.1";

    private ChildNodes(IReadOnlyList<NodeChild> nodes) => Nodes = nodes;

    /// <summary>The nodes.</summary>
    public IReadOnlyList<NodeChild> Nodes { get; }

    /// <summary>Describes and starts them.</summary>
    /// <param name="request">The run, whose folder is prepared.</param>
    /// <param name="configuration">What the request asks for.</param>
    /// <param name="count">How many.</param>
    public static ChildNodes Start(RunRequest request, NodeConfiguration configuration, int count)
    {
        var logs = Path.Combine(request.RunFolder, RunFiles.Nodes);
        TextFiles.Told(logs, () => Directory.CreateDirectory(logs));
        var ports = FreePorts.Find(count, Environment.ProcessId * 16);
        ChildNodes started = new([.. Enumerable.Range(0, count).Select(i =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"node-{i + 1}");
            return new NodeChild(name, ports[i], Arguments(request, configuration, ports, i), Path.Combine(logs, $"{name}.log"));
        })]);
        foreach (var node in started.Nodes) node.Start();
        return started;
    }

    /// <summary>Asks all to stop the run: the step is finished and a checkpoint written.</summary>
    public void AskToStop()
    {
        foreach (var node in Nodes) node.AskToStop();
    }

    /// <summary>Ends all at once.</summary>
    public void Kill()
    {
        foreach (var node in Nodes) node.Kill();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var node in Nodes) node.Dispose();
    }

    private static List<string> Arguments(RunRequest request, NodeConfiguration configuration, IReadOnlyList<int> ports, int index)
    {
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        List<string> arguments = ["node", "--run", request.RunFolder, "--host", Host, "--port", Text(ports[index]), "--stop-with-input"];
        arguments.AddRange(["--nodes-min", Text(ports.Count)]);
        foreach (var port in ports) arguments.AddRange(["--seed", $"{Host}:{port}"]);
        if (request.ConfigurationFile is { } file) arguments.AddRange(["--config", file]);
        if (request.Steps is { } steps) arguments.AddRange(["--steps", Text(steps)]);
        foreach (var option in request.Options) arguments.AddRange(["--set", option]);
        var node = configuration.Node;
        if (node.Lanes == 0)
            arguments.AddRange(["--set", $"{NodeSettingsReader.Path}.lanes={Text(Math.Max(1, Environment.ProcessorCount / ports.Count))}"]);
        // A port given is the first node's; the others take those after it.
        if (node.HttpPort > 0) arguments.AddRange(["--set", $"{NodeSettingsReader.Path}.http-port={Text(node.HttpPort + index)}"]);
        return arguments;
    }
}
