using Moe.Curriculum.Gym;

namespace Moe.Analysis.Features;

/// <summary>A number measured on a task's rows.</summary>
/// <param name="Name">The feature's name.</param>
/// <param name="Description">What is measured.</param>
/// <param name="Of">Measures rows, of which there is at least one.</param>
public sealed record Measurement(string Name, string Description, Func<IReadOnlyList<Example>, double> Of)
{
    /// <summary>All that are measured. Of several right answers the preferred one counts, unless it says otherwise.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new("output-is-span", "share of rows whose output stands in the input, letter case aside",
            rows => rows.Average(row => Share(row.Input.Contains(row.Output, StringComparison.OrdinalIgnoreCase)))),
        new("longest-shared-run", "longest run of letters that output and input share, as a share of the output",
            rows => rows.Average(row => SharedRun(row.Input, row.Output) / (double)row.Output.Length)),
        new("shared-words", "share of the output's words that are words of the input, letter case aside",
            rows => rows.Average(SharedWords)),
        new("input-words", "words of the input, mean", rows => rows.Average(row => Words(row.Input).Length)),
        new("output-words", "words of the output, mean", rows => rows.Average(row => Words(row.Output).Length)),
        new("label-set", "number of different outputs, as a logarithm to base 2",
            rows => Math.Log2(rows.Select(row => row.Output).Distinct(StringComparer.Ordinal).Count())),
        new("distinct-outputs", "different outputs for each row",
            rows => rows.Select(row => row.Output).Distinct(StringComparer.Ordinal).Count() / (double)rows.Count),
        new("commonest-output", "share of rows with the commonest output",
            rows => rows.CountBy(row => row.Output, StringComparer.Ordinal).Max(group => group.Value) / (double)rows.Count),
        new("answers", "right answers of a row, mean", rows => rows.Average(row => row.Outputs.Count)),
        new("digits-in-output", "share of rows whose output has a digit",
            rows => rows.Average(row => Share(row.Output.Any(char.IsDigit)))),
        new("capitals-in-output", "share of rows whose output has a capital letter",
            rows => rows.Average(row => Share(row.Output.Any(char.IsUpper)))),
    ];

    private static double Share(bool holds) => holds ? 1 : 0;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static double SharedWords(Example row)
    {
        var known = Words(row.Input).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Words(row.Output).Average(word => Share(known.Contains(word)));
    }

    // Lengths of the runs that end at each letter of the output, one letter of the input after the other.
    private static int SharedRun(string input, string output)
    {
        var (longest, before) = (0, new int[output.Length + 1]);
        foreach (char letter in input.ToLowerInvariant())
        {
            var here = new int[output.Length + 1];
            for (int i = 0; i < output.Length; i++)
            {
                if (char.ToLowerInvariant(output[i]) == letter)
                    longest = Math.Max(longest, here[i + 1] = before[i] + 1);
            }

            before = here;
        }

        return longest;
    }
}
