using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Router;

/// <summary>
/// The protocol of one router, without clock, threads or tensors: it holds up to a number of micro-batches, takes each
/// from stop to stop, waits at a stop for every expert it asked, and reports the end. What is lost on the way is asked for
/// again; what belongs to an older epoch is dropped.
/// </summary>
public sealed class RouterState(string node, IReadOnlyList<JourneyStop> stops, int slots)
{
    // Ticks without progress before an expert is asked again, doubled with every try. An answer that was on its way all the
    // time is lost by asking again, and what is tried again adds to the load that made it late.
    private const int Patience = 4;
    private const int PatienceMax = 64;

    private readonly Dictionary<MicroBatchKey, Journey> journeys = [];
    private readonly HashSet<MicroBatchKey> reported = [];

    /// <summary>The epoch whose experts it knows; -1 before the first.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>Messages dropped because nobody waits for them any more.</summary>
    public long StaleMessages { get; private set; }

    /// <summary>Micro-batches on their way.</summary>
    public int OnTheWay => journeys.Count;

    /// <summary>The router is up.</summary>
    public IReadOnlyList<RouterEffect> Start() => [new RouterEffect.Pull(node, slots, Epoch)];

    /// <summary>An epoch begins.</summary>
    public IReadOnlyList<RouterEffect> On(RouterCommands.Begin command)
    {
        if (command.Epoch < Epoch) return Stale();
        Epoch = command.Epoch;
        return
        [
            .. DropWhere(key => key.Epoch < Epoch), new RouterEffect.UseExperts(command.Experts), new RouterEffect.Pull(node, slots, Epoch),
        ];
    }

    /// <summary>A micro-batch is assigned; the experts of each of its layers are given, one list a route row.</summary>
    public IReadOnlyList<RouterEffect> On(RouterCommands.Assign command, IReadOnlyList<IReadOnlyList<ExpertId>> expertsOfRow)
    {
        var key = command.Plan.Key;
        if (key.Epoch != Epoch) return [.. Stale(), new RouterEffect.Pull(node, slots, Epoch)];
        if (reported.Contains(key)) return [new RouterEffect.Report(key)];
        if (journeys.ContainsKey(key)) return Stale();
        journeys.Add(key, new Journey(expertsOfRow, command.Plan.Serving(ExpertId.Vocabulary)));
        return [new RouterEffect.Begin(command.Plan), new RouterEffect.Deal(key, stops[0])];
    }

    /// <summary>A stop's parcels are ready: send them.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Dealt input)
    {
        if (!journeys.TryGetValue(input.Key, out var journey)) return Stale();
        var stop = stops[journey.Place];
        journey.IdleTicks = 0;
        foreach (var expert in ExpertsAt(journey, stop)) journey.Awaited.Add(expert);
        return [.. journey.Awaited.Order().Select(expert => new RouterEffect.Ask(input.Key, stop, expert))];
    }

    /// <summary>An expert answered; true when the answer was waited for.</summary>
    public bool Expects(ExpertEvents.Computed computed) => Awaits(computed.Key, computed.Operation, computed.Expert);

    /// <summary>An awaited answer is in.</summary>
    public IReadOnlyList<RouterEffect> On(ExpertEvents.Computed computed)
    {
        if (!Expects(computed)) return Stale();
        var journey = journeys[computed.Key];
        journey.IdleTicks = 0;
        journey.Awaited.Remove(computed.Expert);
        return journey.Awaited.Count > 0 ? [] : [new RouterEffect.Combine(computed.Key, stops[journey.Place])];
    }

    /// <summary>A stop is behind the micro-batch.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Combined input)
    {
        if (!journeys.TryGetValue(input.Key, out var journey)) return Stale();
        journey.IdleTicks = 0;
        if (++journey.Place < stops.Count) return [new RouterEffect.Deal(input.Key, stops[journey.Place])];
        journeys.Remove(input.Key);
        reported.Add(input.Key);
        return [new RouterEffect.Report(input.Key)];
    }

    /// <summary>An expert could not do its part; an answer to what is no longer asked for is dropped.</summary>
    public IReadOnlyList<RouterEffect> On(ExpertEvents.Failed failed) => Awaits(failed.Key, failed.Operation, failed.Expert)
        ? GiveUp(failed.Key, failed.Reason, failed.Lost)
        : Stale();

    /// <summary>Something threw here.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Threw threw) => GiveUp(threw.Key, threw.Reason, lost: false);

    /// <summary>A step is over; what is left of it or of older ones is dropped.</summary>
    public IReadOnlyList<RouterEffect> On(RouterCommands.Forget command) =>
        command.Epoch != Epoch ? Stale() : DropWhere(key => key.Step <= command.Step);

    /// <summary>Time has passed.</summary>
    public IReadOnlyList<RouterEffect> On(RouterInput.Tick _)
    {
        var effects = new List<RouterEffect>();
        foreach (var (key, journey) in journeys.OrderBy(entry => entry.Key.Step).ThenBy(entry => entry.Key.Index))
        {
            if (++journey.IdleTicks < PatienceOf(key)) continue;
            journey.IdleTicks = 0;
            effects.AddRange(journey.Awaited.Order().Select(expert => new RouterEffect.AskAgain(key, stops[journey.Place], expert)));
        }
        // Also when every slot is taken: a coordinator that has just taken office hears of this router in no other way.
        effects.Add(new RouterEffect.Pull(node, slots, Epoch));
        return effects;
    }

    private static int PatienceOf(MicroBatchKey key) => Math.Min(Patience << Math.Min(key.Attempt, 8), PatienceMax);

    private bool Awaits(MicroBatchKey key, string operation, ExpertId expert) =>
        journeys.TryGetValue(key, out var journey)
        && stops[journey.Place].Operation == operation && journey.Awaited.Contains(expert);

    private static IReadOnlyList<ExpertId> ExpertsAt(Journey journey, JourneyStop stop) =>
        stop.Kind is StopKind.Layer or StopKind.LayerBackward ? journey.ExpertsOfRow[stop.Row] : [journey.Vocabulary];

    private IReadOnlyList<RouterEffect> DropWhere(Func<MicroBatchKey, bool> old)
    {
        var dropped = journeys.Keys.Concat(reported).Where(old).ToArray();
        foreach (var key in dropped)
        {
            journeys.Remove(key);
            reported.Remove(key);
        }
        return [.. dropped.Select(key => new RouterEffect.Drop(key))];
    }

    private IReadOnlyList<RouterEffect> GiveUp(MicroBatchKey key, string reason, bool lost) => journeys.Remove(key)
        ? [new RouterEffect.GiveUp(key, reason, lost)]
        : Stale();

    private IReadOnlyList<RouterEffect> Stale()
    {
        StaleMessages++;
        return [];
    }

    private sealed class Journey(IReadOnlyList<IReadOnlyList<ExpertId>> expertsOfRow, ExpertId vocabulary)
    {
        public IReadOnlyList<IReadOnlyList<ExpertId>> ExpertsOfRow => expertsOfRow;

        public ExpertId Vocabulary => vocabulary;

        public int Place { get; set; }

        public HashSet<ExpertId> Awaited { get; } = [];

        public int IdleTicks { get; set; }
    }
}
