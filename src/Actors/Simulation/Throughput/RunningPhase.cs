using Moe.Actors.Router;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// The part of a step in which micro-batches go through their experts: an event for every arrival at an expert, every end of
/// its work and every answer at the router. Embeddings cost nothing, and a router's own vocabulary is beside it.
/// </summary>
internal sealed class RunningPhase(
    ThroughputSettings settings, WorkCosts costs, Machines machines, ClusterSeats seats, Coordination coordinator)
{
    private const double Nanoseconds = 1e9;
    private readonly EventQueue<Hop> queue = new();
    private readonly Queue<int> waiting = new();
    private readonly Queue<int> idle = new();
    private Journey[] journeys = [];
    private int unfinished;

    private enum HopKind
    {
        Begin,
        Arrived,
        Computed,
        Answered,
        TryAgain,
    }

    /// <summary>Events so far, of all steps.</summary>
    public long Events { get; private set; }

    /// <summary>Micro-batches that were begun again in the last step.</summary>
    public int Retried { get; private set; }

    /// <summary>Runs a step's micro-batches.</summary>
    /// <param name="now">When it begins.</param>
    /// <param name="paths">The path of each.</param>
    /// <param name="killAt">When the next node dies.</param>
    /// <param name="kill">Does it; false when the step cannot go on.</param>
    /// <returns>When the last is reported; null when the step was broken off.</returns>
    public double? Run(double now, int[][] paths, Func<double> killAt, Func<double, bool> kill)
    {
        Clear(paths);
        for (var slot = 0; slot < settings.InFlight; slot++)
        {
            for (var node = 0; node < machines.Count; node++)
            {
                if (seats.Alive[node]) idle.Enqueue(node);
            }
        }
        HandOut(now);
        var last = now;
        while (unfinished > 0)
        {
            if (!queue.TryTake(out var time, out var hop))
                throw new InvalidOperationException($"{unfinished} micro-batches wait for nothing.");
            var at = time / Nanoseconds;
            if (at >= killAt())
            {
                queue.Add(time, hop);
                var killed = killAt();
                if (!kill(killed)) return null;
                TryAgainWhatWasLost(killed);
                continue;
            }
            Events++;
            if (hop.Attempt == journeys[hop.MicroBatch].Attempt) last = Math.Max(last, Take(hop, at));
        }
        return last;
    }

    private void Clear(int[][] paths)
    {
        queue.Clear();
        waiting.Clear();
        idle.Clear();
        journeys = [.. paths.Select(path => new Journey(path))];
        (unfinished, Retried) = (journeys.Length, 0);
        for (var i = 0; i < journeys.Length; i++) waiting.Enqueue(i);
    }

    private double Take(Hop hop, double at)
    {
        var journey = journeys[hop.MicroBatch];
        switch (hop.Kind)
        {
            case HopKind.Begin:
                Ask(hop, at);
                break;
            case HopKind.Arrived:
                var stop = costs.Stops[journey.Stop];
                var done = machines.Compute(NodeAt(journey), at, costs.Answer(stop), costs.Deferred(stop));
                Add(done, hop with { Kind = HopKind.Computed });
                break;
            case HopKind.Computed:
                var back = Answer(journey, at);
                if (back == at) return Next(hop, at);
                Add(back, hop with { Kind = HopKind.Answered });
                break;
            case HopKind.Answered:
                return Next(hop, at);
            case HopKind.TryAgain:
                waiting.Enqueue(hop.MicroBatch);
                if (journey.HoldsSlot && seats.Alive[journey.Router]) idle.Enqueue(journey.Router);
                HandOut(at);
                break;
        }
        return 0;
    }

    private double Answer(Journey journey, double at)
    {
        if (settings.HandOver == HandOver.Router)
            return machines.Fetch(NodeAt(journey), journey.Router, at, costs.BytesBack(costs.Stops[journey.Stop]));
        journey.Holder = NodeAt(journey);
        return at;
    }

    // The next stop that costs something, or the end.
    private double Next(Hop hop, double at)
    {
        var journey = journeys[hop.MicroBatch];
        journey.Stop++;
        if (journey.Stop < costs.Stops.Count)
        {
            Ask(hop, at);
            if (journey.Stop < costs.Stops.Count) return 0;
        }
        (journey.IsDone, journey.HoldsSlot) = (true, false);
        unfinished--;
        idle.Enqueue(journey.Router);
        var reported = coordinator.Handle(at + settings.LinkLatencySeconds);
        HandOut(reported);
        return reported;
    }

    private void Ask(Hop hop, double at)
    {
        var journey = journeys[hop.MicroBatch];
        while (journey.Stop < costs.Stops.Count && costs.Answer(costs.Stops[journey.Stop]) == 0) journey.Stop++;
        if (journey.Stop == costs.Stops.Count) return;
        var from = settings.HandOver == HandOver.Router ? journey.Router : journey.Holder;
        var arrives = machines.Fetch(from, NodeAt(journey), at, costs.BytesTo(costs.Stops[journey.Stop]));
        Add(arrives, hop with { Kind = HopKind.Arrived });
    }

    private void HandOut(double now)
    {
        while (waiting.Count > 0 && idle.Count > 0)
        {
            var router = idle.Dequeue();
            if (!seats.Alive[router]) continue;
            var index = waiting.Dequeue();
            journeys[index].Begin(router, [.. journeys[index].Path.Select(expert => seats.SeatOf(expert, index))]);
            Add(coordinator.Handle(now) + settings.LinkLatencySeconds, new Hop(index, journeys[index].Attempt, HopKind.Begin));
        }
    }

    // What a dead node had computed for the step is gone with it, also of micro-batches that were through.
    private void TryAgainWhatWasLost(double killed)
    {
        for (var index = 0; index < journeys.Length; index++)
        {
            var journey = journeys[index];
            if (journey.Seats.Length == 0) continue;
            if (seats.Alive[journey.Router] && journey.Seats.All(node => seats.Alive[node])) continue;
            if (journey.IsDone && journey.Seats.All(node => seats.Alive[node])) continue;
            if (journey.IsDone) unfinished++;
            journey.IsDone = false;
            journey.Attempt++;
            Retried++;
            Add(killed + settings.TurnOverSeconds, new Hop(index, journey.Attempt, HopKind.TryAgain));
        }
    }

    private int NodeAt(Journey journey)
    {
        var stop = costs.Stops[journey.Stop];
        return stop.Kind is StopKind.Layer or StopKind.LayerBackward ? journey.Seats[stop.Row] : journey.Router;
    }

    private void Add(double at, Hop hop) => queue.Add((long)(at * Nanoseconds), hop);

    private readonly record struct Hop(int MicroBatch, int Attempt, HopKind Kind);

    private sealed class Journey(int[] path)
    {
        public int[] Path => path;

        public int[] Seats { get; private set; } = [];

        public int Router { get; private set; }

        public int Holder { get; set; }

        public int Stop { get; set; }

        public int Attempt { get; set; }

        public bool IsDone { get; set; }

        /// <summary>Whether its router has a slot less for it.</summary>
        public bool HoldsSlot { get; set; }

        public void Begin(int router, int[] seats) => (Router, Holder, Stop, Seats, HoldsSlot) = (router, router, 0, seats, true);
    }
}
