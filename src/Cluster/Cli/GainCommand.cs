using System.CommandLine;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Cli;

/// <summary>gain.</summary>
internal static class GainCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var of = Folders("--of", "Folders that `adapt` or `zero-shot` wrote for the method, one for each training of it.");
        var against = Folders("--against", "The same for the method it is compared with, in the same order.");
        Option<double> least = new("--least-baseline")
        {
            HelpName = "SCORE",
            Description = "Leaves tasks out whose baseline is nearer to 0, where a ratio says little. [0]",
        };
        Option<string> picture = new("--picture")
        {
            HelpName = "FILE",
            Description = "An SVG file to write: both methods' scores of every task.",
        };
        Verb verb = new("gain",
            "Prints the average relative gain of one method's test scores over another's, with a 95 % bootstrap interval over tasks and " +
            "samples, and the gain of every task; of several trainings also each one's, with Student's interval over them. A task whose " +
            "baseline is 0 has no ratio: it is left out and named.",
            "./cluster gain --of adapt/routed --against adapt/plain",
            "./cluster gain --of zero/routed-1 --of zero/routed-2 --against zero/plain-1 --against zero/plain-2")
        {
            of, against, least, picture,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(of)?.Length != result.GetValue(against)?.Length)
                result.AddError("--of and --against need as many folders as each other, paired in order.");
        });
        return verb.Does(parsed =>
        {
            var (names, others) = (parsed.GetRequiredValue(of), parsed.GetRequiredValue(against));
            var (scores, baselines) = (Read(names), Read(others));
            GainTables.Print(scores, baselines, parsed.GetValue(least), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(picture) is { } file)
                TextFiles.Replace(file, GainTables.Picture(scores, baselines, Name(names[0]), Name(others[0])).ToString());
            return ExitCode.Success;
        });
    }

    private static Option<string[]> Folders(string name, string description) => new(name)
    {
        HelpName = "DIR",
        Description = description,
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private static IReadOnlyList<IReadOnlyList<SeededScore>> Read(IReadOnlyList<string> folders) => [.. folders.Select(SeededScores.Read)];

    private static string Name(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
}
