using System.CommandLine;

namespace Moe.Cluster.Cli;

/// <summary>Options that several commands share, so that they are spelled and explained alike.</summary>
internal static class RunOptions
{
    /// <summary>--config FILE.</summary>
    public static Option<string?> Configuration() => new("--config")
    {
        HelpName = "FILE",
        Description = "A run file (HOCON) laid over cluster.hocon, such as examples/plain-multi-task.hocon or a run's run.hocon.",
    };

    /// <summary>--set key=value.</summary>
    public static Option<string[]> Settings() => new("--set")
    {
        HelpName = "key=value",
        Description = "One setting laid over all files; can be given again. cluster.hocon lists them all.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>--run DIR of a run that exists.</summary>
    public static Option<string> ExistingRun() => Required<string>("--run", "DIR", "The folder of a run that was trained.");

    /// <summary>--device DEVICE.</summary>
    public static Option<string> Device() => WithDefault("--device", "DEVICE", "cpu, cuda or cuda:NUMBER.", "cpu");

    /// <summary>An option that may be left out.</summary>
    public static Option<T?> Optional<T>(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>An option that must be given.</summary>
    public static Option<T> Required<T>(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Required = true };

    /// <summary>An option with a value when it is left out.</summary>
    public static Option<T> WithDefault<T>(string name, string value, string description, T ifLeftOut) =>
        new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => ifLeftOut };
}
