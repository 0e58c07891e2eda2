using System.CommandLine;

namespace Moe.Cluster.Cli;

/// <summary>Options that the verbs of `routes` share.</summary>
internal static class RoutesOptions
{
    /// <summary>RUN.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The folder of a run." };

    /// <summary>--permutations N.</summary>
    public static Option<int> Permutations()
    {
        var permutations = RunOptions.WithDefault(
            "--permutations", "N", "Random orders of the tasks for p-values, of which the smallest is 1 / (N + 1).", 9999);
        permutations.Validators.Add(result => RunOptions.RequireAtLeast(result, "--permutations", 1));
        return permutations;
    }

    /// <summary>--seed N.</summary>
    public static Option<ulong> Seed() => RunOptions.WithDefault("--seed", "N", "Names what is drawn at random.", 42UL);
}
