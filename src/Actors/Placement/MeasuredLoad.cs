using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>What a window of steps asked of the experts, as the coordinator counted it.</summary>
/// <param name="Steps">Steps of the window; at least 1.</param>
/// <param name="Tokens">Tokens that went through each expert, all its replicas together; who is not listed was not used.</param>
/// <param name="Bytes">Hidden states forward and gradients backward between two experts, the earlier one first.</param>
public sealed record MeasuredLoad(
    int Steps, IReadOnlyDictionary<ExpertId, long> Tokens, IReadOnlyDictionary<(ExpertId From, ExpertId To), double> Bytes)
{
    /// <summary>
    /// The same experts by what they were used for: computing grows with an expert's parameters and with the tokens that go through it.
    /// </summary>
    public IReadOnlyList<ExpertDemand> Demands(IReadOnlyList<ExpertDemand> bySize)
    {
        var onward = Bytes.ToLookup(pair => pair.Key.From, pair => new ExpertTraffic(pair.Key.To, pair.Value / Steps));
        return [.. bySize.Select(demand => demand with
        {
            Load = (double)demand.Bytes * Tokens.GetValueOrDefault(demand.Expert),
            Onward = [.. onward[demand.Expert]],
        })];
    }
}
