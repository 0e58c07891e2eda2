using Moe.Actors;
using Moe.Actors.Growth;
using Moe.Cluster.Settings;
using Moe.Model.Failures;
using Moe.Model.Routing;

namespace Moe.Cluster.Hosting;

/// <summary>The section training.run.growth.</summary>
internal static class GrowthSection
{
    private static readonly WholeNumber CountOrNone = new(0);
    private static readonly Number NotNegative = new(0);

    /// <summary>The keys.</summary>
    public static SettingsSection<GrowthSettings> Keys { get; } = new SettingsSection<GrowthSettings>()
        .Value("experts-at-start", CountOrNone, s => s.ExpertsAtStart, (s, v) => s with { ExpertsAtStart = v })
        .Value("clone-noise", NotNegative, s => s.CloneNoise, (s, v) => s with { CloneNoise = v })
        .Value("every", CountOrNone, s => s.Every, (s, v) => s with { Every = v })
        .Value("prune-below", new Number(0, below: 1), s => s.PruneBelow, (s, v) => s with { PruneBelow = v })
        .Value("merge-above", new Number(0, below: 1), s => s.MergeAbove, (s, v) => s with { MergeAbove = v })
        .Value("clone-above", NotNegative, s => s.CloneAbove, (s, v) => s with { CloneAbove = v });

    /// <summary>Refuses what the run's model or router cannot do.</summary>
    /// <exception cref="ConfigurationException">The message names both keys.</exception>
    public static void Require(TrainingSettings settings, string run)
    {
        var (growth, experts, network) = (settings.Growth, settings.Model.Experts, settings.Router.Network);
        if (growth.ExpertsAtStart > experts)
        {
            throw new ConfigurationException(
                $"{run}.growth.experts-at-start is {growth.ExpertsAtStart}, but {run}.model.experts is {experts}, expected at most as " +
                "many on as there are. Give the layers more experts, or begin with fewer.");
        }
        if (growth.Every == 0 || growth is { MergeAbove: 0, CloneAbove: 0 } || RouterNetworks.HasRowsOfLayers(network)) return;
        throw new ConfigurationException(
            $"{run}.growth is to merge or clone experts, but {run}.router.network is {network}, which has one row for an expert's number " +
            "at all layers. Take linear or linear_layer_specific, or set merge-above and clone-above to 0.");
    }
}
