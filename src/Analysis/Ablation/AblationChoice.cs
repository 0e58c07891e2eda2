using Moe.Analysis.Correlations;
using Moe.Analysis.Routes;
using Moe.Model.Failures;
using Moe.Model.Randomness;

namespace Moe.Analysis.Ablation;

/// <summary>Which experts an ablation switches off: never all of a layer, for no route could pass it.</summary>
public static class AblationChoice
{
    /// <summary>
    /// The experts with the largest positive correlation with a feature, the first of equals.
    /// </summary>
    /// <param name="correlations">Of all slots of the model.</param>
    /// <param name="on">The experts that are on: to switch off one that growth left off would change nothing.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ConfigurationException">There are not so many.</exception>
    public static IReadOnlyList<RoutedExpert> Tied(
        ExpertCorrelations correlations, IReadOnlyList<RoutedExpert> on, string feature, int count)
    {
        IEnumerable<RoutedExpert> ordered = correlations.Row(feature)
            .Where(entry => entry.R > 0 && on.Contains(entry.Expert)).OrderByDescending(entry => entry.R).Select(entry => entry.Expert);
        return First(ordered, count, on, $"have a positive correlation with {feature}");
    }

    /// <summary>As many experts at random, none of them among the others.</summary>
    /// <exception cref="ConfigurationException">There are not so many.</exception>
    public static IReadOnlyList<RoutedExpert> Random(
        IReadOnlyList<RoutedExpert> all, IReadOnlyList<RoutedExpert> except, ulong seed, int draw)
    {
        RoutedExpert[] others = [.. all.Except(except)];
        RandomStream.For(seed, draw, 0, "analysis", "ablation").Shuffle(others.AsSpan());
        return First(others, except.Count, all, "are left to draw from");
    }

    private static List<RoutedExpert> First(
        IEnumerable<RoutedExpert> ordered, int count, IReadOnlyList<RoutedExpert> all, string what)
    {
        var on = all.CountBy(expert => expert.Layer).ToDictionary();
        List<RoutedExpert> taken = [];
        foreach (RoutedExpert expert in ordered.TakeWhile(_ => taken.Count < count))
        {
            if (on[expert.Layer] == 1)
                continue;
            on[expert.Layer]--;
            taken.Add(expert);
        }

        return taken.Count == count
            ? taken
            : throw new ConfigurationException(
                $"{count} experts are to be switched off, but only {taken.Count} {what} and leave their layer one. Give fewer "
                + "with --experts, or another --feature.");
    }
}
