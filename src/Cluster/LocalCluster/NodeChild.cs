using System.Diagnostics;
using Moe.Cluster.Runs;

namespace Moe.Cluster.LocalCluster;

/// <summary>
/// A node in a process of its own, started by this one. What it prints goes to its log. It is asked to stop by the end of its
/// standard input, which also comes when this process dies, however it dies.
/// </summary>
internal sealed class NodeChild : IDisposable
{
    private readonly IReadOnlyList<string> arguments;
    private readonly LineFile log;
    private readonly Lock gate = new();
    private Process? process;

    /// <summary>A node that is not started yet.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="port">Port of its actor system.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="log">File for its output.</param>
    public NodeChild(string name, int port, IReadOnlyList<string> arguments, string log)
    {
        (Name, Port, LogPath, this.arguments) = (name, port, log, arguments);
        this.log = new LineFile(log);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Port of its actor system.</summary>
    public int Port { get; }

    /// <summary>Where its output goes.</summary>
    public string LogPath { get; }

    /// <summary>The last line of its output that begins as a failure does.</summary>
    public string? LastError { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>What it ended with; null while it runs or before it is started.</summary>
    public int? Code => process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Its process, for messages.</summary>
    public int Id => process?.Id ?? 0;

    /// <summary>Starts it, for the first time or again.</summary>
    public void Start()
    {
        process?.Dispose();
        process = new Process { StartInfo = StartInfo(arguments) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Asks it to stop the run.</summary>
    public void AskToStop()
    {
        if (IsRunning) process!.StandardInput.Close();
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        if (IsRunning) process!.Kill();
        process?.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process?.Dispose();
        lock (gate) log.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments)
    {
        var program = typeof(NodeChild).Assembly.Location;
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return new ProcessStartInfo(host, [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            if (line.StartsWith("error: ", StringComparison.Ordinal)) LastError = line;
            log.Append(line);
        }
    }
}
