using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>Turns what ended a command into its text on the error stream and its exit code.</summary>
internal static class FailureReport
{
    /// <summary>The exit code of a failure.</summary>
    public static ExitCode CodeOf(Exception failure) => failure switch
    {
        ConfigurationException => ExitCode.Configuration,
        DataException => ExitCode.Data,
        WeightsException => ExitCode.Weights,
        CheckpointException => ExitCode.Checkpoint,
        EnvironmentException => ExitCode.Environment,
        RunFolderException => ExitCode.RunFolder,
        IOException or UnauthorizedAccessException => ExitCode.Environment,
        _ => ExitCode.Bug,
    };

    /// <summary>What is said when all nodes of a local cluster have ended and none said why.</summary>
    public static string NoNodeLeft(string folder, int nodes) =>
        $"error: none of the {nodes} nodes is left, expected at least one until the run's end. What they printed is in " +
        $"{Path.Combine(folder, RunFiles.Nodes)}; go on with {CommandLine.ProgramName} train --run {folder} --resume --nodes {nodes}.";

    /// <summary>Writes the failure: one paragraph for one the user can mend, all details for a fault of the program.</summary>
    public static ExitCode Write(Exception failure, TextWriter error)
    {
        var code = CodeOf(failure);
        if (code == ExitCode.Bug)
        {
            error.WriteLine(
                "error: this is a fault of the program, not of its input. Please report it with the command, the run's " +
                "run.hocon and the lines below.");
            error.WriteLine(failure);
        }
        else if (failure is MoeException)
        {
            error.WriteLine($"error: {failure.Message}");
        }
        else
        {
            error.WriteLine(
                $"error: a file or folder cannot be used: {failure.Message.ReplaceLineEndings(" ")} Check that it is there, its " +
                "permissions, and free disk space.");
        }
        return code;
    }
}
