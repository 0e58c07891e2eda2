using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Actors.Router;
using Moe.Model;
using Moe.Model.Randomness;
using Moe.Model.Routing;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// Made-up tasks: how often each is drawn (by the square root of its rank, as task sizes of real gyms fall), and a path with
/// one expert of every layer. Neighbouring tasks share most of their paths, a fifth of the stops goes anywhere.
/// </summary>
internal sealed class TaskPaths
{
    private const double Elsewhere = 0.2;
    private static readonly RouteBatch NoRoutes = new(0, 0, [], []);
    private readonly ModelShape model;
    private readonly ReplicaSettings replicas;
    private readonly int microBatches;
    private readonly RandomStream stream;
    private readonly double[] upTo;
    private readonly ExpertId[][] paths;
    private (long Step, int[] Tasks) drawn = (-1, []);

    public TaskPaths(ThroughputSettings settings, TrainingSettings training)
    {
        (model, replicas, microBatches) = (training.Model, training.Replicas, settings.MicroBatchesOfStep);
        stream = RandomStream.For(settings.Seed, 0, 0, "throughput", "paths");
        var tasks = settings.Tasks ?? 2 * model.Experts;
        paths = new ExpertId[tasks][];
        upTo = new double[tasks];
        for (var task = 0; task < tasks; task++)
        {
            upTo[task] = (task > 0 ? upTo[task - 1] : 0) + (1 / Math.Sqrt(task + 1));
            var own = stream.Sub((ulong)task);
            paths[task] = [.. Enumerable.Range(0, model.Layers).Select(row =>
            {
                var goesAnywhere = own.Uniform((ulong)row) < Elsewhere;
                var number = goesAnywhere ? own.Below(model.Experts, 1000 + (ulong)row) : (int)((long)task * model.Experts / tasks);
                return model.At(row, number);
            })];
        }
    }

    /// <summary>The experts of each layer for a micro-batch: of each the replica that serves it.</summary>
    public IReadOnlyList<IReadOnlyList<ExpertId>> RowsOf(long step, int index) =>
        [.. paths[Drawn(step)[index]].Select(IReadOnlyList<ExpertId> (expert) => [replicas.Serving(expert, index)])];

    /// <summary>A step's micro-batches. A step that is replayed has the same.</summary>
    public IReadOnlyList<MicroBatchPlan> Plans(long step)
    {
        var last = new Dictionary<ExpertId, int>();
        var tasks = Drawn(step);
        var plans = new MicroBatchPlan[tasks.Length];
        for (var index = 0; index < tasks.Length; index++)
        {
            var after = new Dictionary<ExpertId, int>(model.Layers + 1);
            foreach (var expert in paths[tasks[index]].Prepend(ExpertId.Vocabulary))
            {
                var replica = replicas.Serving(expert, index);
                after[replica] = last.GetValueOrDefault(replica, -1);
                last[replica] = index;
            }
            plans[index] = new MicroBatchPlan(new MicroBatchKey(step, index, 0), [], NoRoutes, ComputationMode.Sparse, after)
            {
                RoutesLearn = true,
            };
        }
        return plans;
    }

    /// <summary>
    /// What the planner is told: load and traffic as they would be measured. An expert's load is its micro-batches, and its
    /// update in the steps that touch it.
    /// </summary>
    public ExpertDemand[] Demands(ThroughputSettings settings, WorkCosts costs)
    {
        var share = new Dictionary<ExpertId, double> { [ExpertId.Vocabulary] = 1 };
        var onward = new Dictionary<(ExpertId From, ExpertId To), double>();
        for (var task = 0; task < paths.Length; task++)
        {
            var own = (upTo[task] - (task > 0 ? upTo[task - 1] : 0)) / upTo[^1];
            for (var row = 0; row < model.Layers; row++)
            {
                var expert = paths[task][row];
                share[expert] = share.GetValueOrDefault(expert) + own;
                if (row + 1 == model.Layers) continue;
                var edge = (expert, paths[task][row + 1]);
                onward[edge] = onward.GetValueOrDefault(edge) + (own * microBatches * BytesPassed(costs, row));
            }
        }
        var traffic = onward.OrderBy(edge => edge.Key.To)
            .ToLookup(edge => edge.Key.From, edge => new ExpertTraffic(edge.Key.To, edge.Value));
        return [.. model.AllExperts().Select(expert => new ExpertDemand(
            expert, (long)(WorkCosts.BytesHeld * costs.ParametersOf(expert)),
            Load(settings, costs, expert, share.GetValueOrDefault(expert)), [.. traffic[expert]]))];
    }

    private double Load(ThroughputSettings settings, WorkCosts costs, ExpertId expert, double share)
    {
        var touched = 1 - Math.Pow(1 - share, microBatches);
        var update = costs.ParametersOf(expert) * (WorkCosts.BytesMeasured + WorkCosts.BytesUpdated) / settings.MemoryBytesPerSecond;
        return (share * microBatches * costs.SecondsOf(expert) / settings.Lanes) + (touched * update);
    }

    // Hidden states to the next layer and their gradient back.
    private static double BytesPassed(WorkCosts costs, int row) => 2 * costs.BytesTo(new JourneyStop(StopKind.LayerBackward, row));

    private int[] Drawn(long step)
    {
        if (drawn.Step == step) return drawn.Tasks;
        var own = stream.Sub(1UL << 40).Sub((ulong)step);
        drawn = (step, [.. Enumerable.Range(0, microBatches).Select(i => TaskAt(own.Uniform((ulong)i) * upTo[^1]))]);
        return drawn.Tasks;
    }

    private int TaskAt(double place)
    {
        var found = Array.BinarySearch(upTo, place);
        return Math.Min(found >= 0 ? found + 1 : ~found, upTo.Length - 1);
    }
}
