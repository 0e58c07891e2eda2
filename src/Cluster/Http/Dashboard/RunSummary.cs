namespace Moe.Cluster.Http.Dashboard;

/// <summary>A run at a glance.</summary>
internal sealed record RunSummary
{
    /// <summary>Name of the run folder.</summary>
    public required string Name { get; init; }

    /// <summary>The node that answers.</summary>
    public required string Node { get; init; }

    /// <summary>What the coordinator is doing, as status.json has it; ended or failed when the run is over.</summary>
    public required string Phase { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of the run.</summary>
    public required long PlannedSteps { get; init; }

    /// <summary>Name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The coordinator's epoch; -1 before the first.</summary>
    public required long Epoch { get; init; }

    /// <summary>The coordinator's node.</summary>
    public required string Coordinator { get; init; }

    /// <summary>Loss per label token, smoothed; null before the first step.</summary>
    public required double? Loss { get; init; }

    /// <summary>Tokens a second, smoothed; null before the first step.</summary>
    public required double? TokensPerSecond { get; init; }

    /// <summary>Seconds until the last step at the speed of the last ones; null before the first step.</summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>How often nodes were lost.</summary>
    public required int NodesLost { get; init; }

    /// <summary>How often the run went on after a loss.</summary>
    public required int Recoveries { get; init; }

    /// <summary>How often experts moved without loss.</summary>
    public required int Moves { get; init; }

    /// <summary>Seconds since anything was heard of the run; null before the first word.</summary>
    public required double? SecondsQuiet { get; init; }
}
