using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

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

    /// <summary>--steps N.</summary>
    public static Option<int?> Steps()
    {
        var steps = Optional<int?>("--steps", "N", "Length of the run; stages and warm-up keep their proportions.");
        steps.Validators.Add(result => RequireAtLeast(result, "--steps", 1));
        return steps;
    }

    /// <summary>A run folder's name from the time of day.</summary>
    public static string DatedFolder(string prefix) => Path.Combine(
        "runs", prefix + TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture));

    /// <summary>Refuses a number that is too small.</summary>
    public static void RequireAtLeast(OptionResult result, string name, int minimum)
    {
        // Text that is no number has its own error already.
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number < minimum)
            result.AddError($"{name} must be at least {minimum}.");
    }

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
