namespace Moe.Cluster.RouteAnalysis;

/// <summary>What `routes` writes into the folder of a run's routes.</summary>
internal static class RouteFiles
{
    /// <summary>The routes of every step as pictures one after the other.</summary>
    public const string Animation = "heatmaps.svg";

    /// <summary>Entropy by step, task and layer.</summary>
    public const string Entropy = "entropy.csv";

    /// <summary>Mean entropy by layer over steps.</summary>
    public const string EntropyPicture = "entropy.svg";

    /// <summary>The cluster of every task.</summary>
    public const string Clusters = "clusters.csv";

    /// <summary>Every expert against every feature.</summary>
    public const string Correlations = "correlations.csv";

    /// <summary>The features of every task.</summary>
    public const string Features = "features.csv";

    /// <summary>Scores with experts switched off.</summary>
    public const string Ablation = "ablation.csv";

    /// <summary>The page with all of it, beside the run's report.</summary>
    public const string Page = "routes.html";

    /// <summary>The picture of one step.</summary>
    public static string HeatMap(long step) => $"heatmap-{step:D8}.svg";
}
