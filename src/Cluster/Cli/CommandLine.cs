using System.CommandLine;
using System.CommandLine.Help;

namespace Moe.Cluster.Cli;

/// <summary>The program's commands, and what happens around each: help, wrong options, failures, exit codes.</summary>
internal static class CommandLine
{
    /// <summary>How users start the program, for messages and examples.</summary>
    public const string ProgramName = "./cluster";

    /// <summary>Runs one command line to its end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = Commands();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine(
                $"error: {string.Join(" ", parsed.Errors.Select(wrong => OneLine(wrong.Message)))} Run " +
                $"`{Invocation(parsed)} --help` for the options with examples.");
            return (int)ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // Signals belong to the commands: training finishes its step on them.
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception failure)
        {
            return (int)FailureReport.Write(failure, error);
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Commands()
    {
        RootCommand root = new(
            "Trains a task-level mixture of experts: one multi-task text-to-text model whose layers each hold several experts, " +
            "with a learned route through them for every task.")
        {
            TrainCommand.Create(),
            NodeCommand.Create(),
            StatusCommand.Create(),
            TraceCommand.Create(),
            TokenCommand.Create(),
            ChaosCommand.Create(),
            EvalCommand.Create(),
            RoutesCommand.Create(),
            AdaptCommand.Create(),
            ZeroShotCommand.Create(),
            GainCommand.Create(),
            TasksCommand.Create(),
            DataCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            BenchCommand.Create(),
            SimulateCommand.Create(),
            VerifyCommand.Create(),
            InspectCommand.Create(),
        };
        foreach (var operation in OperationCommands.Create()) root.Add(operation);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction usual) help.Action = new ExamplesHelp(usual);
        }
        return root;
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // The path of commands up to the one that was meant: "./cluster data check".
    private static string Invocation(ParseResult parsed)
    {
        List<string> names = [];
        for (var at = parsed.CommandResult; at?.Parent is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, at.Command.Name);
        return string.Join(" ", [ProgramName, .. names]);
    }
}
