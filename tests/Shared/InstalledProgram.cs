using System.Diagnostics;

namespace Moe.Specs;

/// <summary>A program of the system that tests use where it is installed.</summary>
internal static class InstalledProgram
{
    /// <summary>Where the first of some names is found on the path; null: nowhere.</summary>
    public static string? Find(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => names, Path.Combine).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
