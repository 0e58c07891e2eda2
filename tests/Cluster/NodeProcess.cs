using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>The built program as users start it, in a process of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private NodeProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Collect(output, line.Data);
        process.ErrorDataReceived += (_, line) => Collect(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Called with every line of standard output and error.</summary>
    public event Action<string>? Said;

    /// <summary>Standard output so far.</summary>
    public string Output => Text(output);

    /// <summary>Standard error so far, without the lines in which stand-ins announce themselves.</summary>
    public string Error => string.Join('\n',
        Text(error).Split('\n').Where(line => !line.StartsWith("stand-in: ", StringComparison.Ordinal)));

    /// <summary>Starts the program in a folder.</summary>
    public static NodeProcess Start(string folder, params IEnumerable<string> arguments) =>
        new(StartInfo(folder, "dotnet", [Program, .. arguments]));

    /// <summary>Starts the program under a shell that first runs a line of its own, such as a limit.</summary>
    public static NodeProcess StartUnder(string shellLine, string folder, params IEnumerable<string> arguments) =>
        new(StartInfo(folder, "bash", ["-c", $"{shellLine}; exec dotnet \"$0\" \"$@\"", Program, .. arguments]));

    /// <summary>Starts the program from another folder of binaries.</summary>
    public static NodeProcess StartFrom(string binaries, string folder, params IEnumerable<string> arguments) =>
        new(StartInfo(folder, "dotnet", [Path.Combine(binaries, Path.GetFileName(Program)), .. arguments]));

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using var node = Start(folder, arguments);
        return (await node.EndAsync(), node.Output, node.Error);
    }

    /// <summary>Where the program and what it needs lie.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Moe.Cluster.dll");

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await ExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits for a line that holds a text.</summary>
    /// <exception cref="InvalidOperationException">The program ended without saying it.</exception>
    public async Task<string> SaysAsync(string text) => await SaysOrEndsAsync(text)
        ?? throw new InvalidOperationException($"The program ended with {process.ExitCode} before it said '{text}':\n{Output}\n{Error}");

    /// <summary>Waits for a line that holds a text, or for the end; null is the end.</summary>
    public async Task<string?> SaysOrEndsAsync(string text)
    {
        TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Listen(string line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) heard.TrySetResult(line);
        }
        Said += Listen;
        foreach (var line in (Output + "\n" + Error).Split('\n')) Listen(line);
        await await Task.WhenAny(heard.Task, ExitAsync());
        Said -= Listen;
        return heard.Task.IsCompleted ? await heard.Task : null;
    }

    /// <summary>Kills it as a power cut would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to end as Kubernetes does.</summary>
    public void Terminate() => _ = SendSignal(process.Id, PosixTerminate);

    /// <summary>Stops it as a machine does that sleeps: it holds all it has, and does nothing.</summary>
    public void StandStill() => _ = SendSignal(process.Id, LinuxStop);

    /// <summary>Has it go on after <see cref="StandStill"/>.</summary>
    public void GoOn() => _ = SendSignal(process.Id, LinuxContinue);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private const int PosixTerminate = 15;

    private const int LinuxStop = 19;

    private const int LinuxContinue = 18;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private static ProcessStartInfo StartInfo(string folder, string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The defaults file beside the program, whatever the caller's shell has set.
        start.Environment.Remove("MOE_HOME");
        return start;
    }

    // A test that takes too long must end, so that its processes end with it.
    private Task ExitAsync() => process.WaitForExitAsync(TestContext.Current.CancellationToken);

    private void Collect(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
        Said?.Invoke(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
