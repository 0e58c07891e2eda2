using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Router;

/// <summary>
/// The protocol of one router, without clock, threads or tensors: it holds up to a number of micro-batches, takes each
/// from stop to stop, waits at a stop for every expert it asked, and reports the end. It pulls: a slow node simply
/// asks less often.
/// </summary>
public sealed class RouterState(int encoderLayers, int decoderLayers, int slots)
{
    private readonly IReadOnlyList<JourneyStop> stops = JourneyStop.Through(encoderLayers, decoderLayers);
    private readonly Dictionary<MicroBatchKey, Journey> journeys = [];

    /// <summary>Messages dropped because nobody waits for them any more.</summary>
    public long StaleMessages { get; private set; }

    /// <summary>Micro-batches on their way.</summary>
    public int OnTheWay => journeys.Count;

    /// <summary>The router is up.</summary>
    public IReadOnlyList<RouterEffect> Start() => [new RouterEffect.Pull(slots)];

    /// <summary>A micro-batch is assigned; the experts of each of its layers are given, one list a route row.</summary>
    public IReadOnlyList<RouterEffect> On(RouterCommands.Assign command, IReadOnlyList<IReadOnlyList<ExpertId>> expertsOfRow)
    {
        if (journeys.ContainsKey(command.Plan.Key)) return Stale();
        journeys.Add(command.Plan.Key, new Journey(expertsOfRow));
        return [new RouterEffect.Begin(command.Plan), new RouterEffect.Deal(command.Plan.Key, stops[0])];
    }

    /// <summary>A stop's parcels are ready: send them.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Dealt input)
    {
        if (!journeys.TryGetValue(input.Key, out var journey)) return Stale();
        var stop = stops[journey.Place];
        foreach (var expert in ExpertsAt(journey, stop)) journey.Awaited.Add(expert);
        return [.. journey.Awaited.Order().Select(expert => new RouterEffect.Ask(input.Key, stop, expert))];
    }

    /// <summary>An expert answered; true when the answer was waited for.</summary>
    public bool Expects(ExpertEvents.Computed computed) =>
        journeys.TryGetValue(computed.Key, out var journey)
        && stops[journey.Place].Operation == computed.Operation && journey.Awaited.Contains(computed.Expert);

    /// <summary>An awaited answer is in.</summary>
    public IReadOnlyList<RouterEffect> On(ExpertEvents.Computed computed)
    {
        if (!Expects(computed)) return Stale();
        var journey = journeys[computed.Key];
        journey.Awaited.Remove(computed.Expert);
        return journey.Awaited.Count > 0 ? [] : [new RouterEffect.Combine(computed.Key, stops[journey.Place])];
    }

    /// <summary>A stop is behind the micro-batch.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Combined input)
    {
        if (!journeys.TryGetValue(input.Key, out var journey)) return Stale();
        if (++journey.Place < stops.Count) return [new RouterEffect.Deal(input.Key, stops[journey.Place])];
        journeys.Remove(input.Key);
        return [new RouterEffect.Report(input.Key), new RouterEffect.Pull(1)];
    }

    /// <summary>An expert could not do its part.</summary>
    public IReadOnlyList<RouterEffect> On(ExpertEvents.Failed failed) => GiveUp(failed.Key, failed.Reason);

    /// <summary>Something threw here.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Threw threw) => GiveUp(threw.Key, threw.Reason);

    /// <summary>A step is over; what is left of it or of older ones is dropped.</summary>
    public IReadOnlyList<RouterEffect> On(RouterCommands.Forget command)
    {
        var old = journeys.Keys.Where(key => key.Step <= command.Step).ToArray();
        foreach (var key in old) journeys.Remove(key);
        return old.Length == 0
            ? []
            : [.. old.Select(key => new RouterEffect.Drop(key)), new RouterEffect.Pull(old.Length)];
    }

    private static IReadOnlyList<ExpertId> ExpertsAt(Journey journey, JourneyStop stop) =>
        stop.Kind is StopKind.Layer or StopKind.LayerBackward ? journey.ExpertsOfRow[stop.Row] : [ExpertId.Vocabulary];

    private IReadOnlyList<RouterEffect> GiveUp(MicroBatchKey key, string reason) => journeys.Remove(key)
        ? [new RouterEffect.GiveUp(key, reason), new RouterEffect.Pull(1)]
        : Stale();

    private IReadOnlyList<RouterEffect> Stale()
    {
        StaleMessages++;
        return [];
    }

    private sealed class Journey(IReadOnlyList<IReadOnlyList<ExpertId>> expertsOfRow)
    {
        public IReadOnlyList<IReadOnlyList<ExpertId>> ExpertsOfRow => expertsOfRow;

        public int Place { get; set; }

        public HashSet<ExpertId> Awaited { get; } = [];
    }
}
