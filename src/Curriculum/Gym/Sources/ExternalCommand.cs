using System.ComponentModel;
using System.Diagnostics;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>Runs one of the package clients to its end and collects what it prints.</summary>
internal static class ExternalCommand
{
    /// <param name="mend">What to tell the user when the program is not installed.</param>
    /// <exception cref="EnvironmentException">The program is not there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program was ended.</exception>
    public static CommandResult Run(
        string program, IEnumerable<string> arguments, string folder, string mend, CancellationToken cancel)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Start(start, mend);
        using CancellationTokenRegistration stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    private static Process Start(ProcessStartInfo start, string mend)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new EnvironmentException(
                $"the program `{start.FileName}` is needed to fetch the gym's sources and could not be started " +
                $"({failure.Message}). {mend}",
                failure);
        }
    }
}
