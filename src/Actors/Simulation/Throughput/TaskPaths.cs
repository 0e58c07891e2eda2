using Moe.Actors.Placement;
using Moe.Actors.Router;
using Moe.Model;
using Moe.Model.Randomness;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// Made-up tasks: how often each is drawn (by the square root of its rank, as task sizes of real gyms fall), and a path with
/// one expert of every layer. Neighbouring tasks share most of their paths, a fifth of the stops goes anywhere.
/// </summary>
internal sealed class TaskPaths
{
    private const double Elsewhere = 0.2;
    private readonly RandomStream stream;
    private readonly double[] upTo;
    private readonly int[][] paths;

    public TaskPaths(ThroughputSettings settings, WorkCosts costs)
    {
        stream = RandomStream.For(settings.Seed, 0, 0, "throughput", "paths");
        var first = new int[costs.Layers + 1];
        for (var row = 0; row < costs.Layers; row++)
            first[row + 1] = first[row] + ((settings.Experts + row) / costs.Layers);
        Experts = [.. Enumerable.Range(0, costs.Layers).SelectMany(row =>
            Enumerable.Range(0, first[row + 1] - first[row]).Select(number => costs.IsEncoder(row)
                ? new ExpertId(ExpertKind.Encoder, row, number)
                : new ExpertId(ExpertKind.Decoder, row - settings.Shape.Layers, number)))];
        RowOf = [.. Enumerable.Range(0, costs.Layers).SelectMany(row => Enumerable.Repeat(row, first[row + 1] - first[row]))];
        var tasks = settings.Tasks ?? 2 * (settings.Experts / costs.Layers);
        paths = new int[tasks][];
        upTo = new double[tasks];
        for (var task = 0; task < tasks; task++)
        {
            upTo[task] = (task > 0 ? upTo[task - 1] : 0) + (1 / Math.Sqrt(task + 1));
            var own = stream.Sub((ulong)task);
            paths[task] = [.. Enumerable.Range(0, costs.Layers).Select(row =>
            {
                var count = first[row + 1] - first[row];
                var number = own.Uniform((ulong)row) < Elsewhere ? own.Below(count, 1000 + (ulong)row) : (int)((long)task * count / tasks);
                return first[row] + number;
            })];
        }
    }

    /// <summary>The experts, layer by layer; a path holds indices into them.</summary>
    public ExpertId[] Experts { get; }

    /// <summary>The layer of each expert.</summary>
    public int[] RowOf { get; }

    /// <summary>The paths of a step's micro-batches. A step that is replayed draws the same.</summary>
    public int[][] Draw(long step, int count)
    {
        var own = stream.Sub(1UL << 40).Sub((ulong)step);
        return [.. Enumerable.Range(0, count).Select(i => paths[TaskAt(own.Uniform((ulong)i) * upTo[^1])])];
    }

    /// <summary>
    /// What the planner is told: load and traffic as they would be measured. An expert's load is its micro-batches, and its
    /// update in the steps that touch it.
    /// </summary>
    public ExpertDemand[] Demands(ThroughputSettings settings, WorkCosts costs)
    {
        var share = new double[Experts.Length];
        var onward = Experts.Select(_ => new Dictionary<int, double>()).ToArray();
        for (var task = 0; task < paths.Length; task++)
        {
            var own = (upTo[task] - (task > 0 ? upTo[task - 1] : 0)) / upTo[^1];
            var path = paths[task];
            for (var row = 0; row < path.Length; row++)
            {
                share[path[row]] += own;
                if (row + 1 == path.Length) continue;
                var bytes = own * settings.MicroBatchesOfStep * BytesPassed(costs, row);
                onward[path[row]][path[row + 1]] = onward[path[row]].GetValueOrDefault(path[row + 1]) + bytes;
            }
        }
        return [.. Experts.Select((expert, i) => new ExpertDemand(
            expert, (long)(WorkCosts.BytesHeld * costs.ParametersOf(RowOf[i])), Load(settings, costs, RowOf[i], share[i]),
            [.. onward[i].OrderBy(edge => edge.Key).Select(edge => new ExpertTraffic(Experts[edge.Key], edge.Value))]))];
    }

    private static double Load(ThroughputSettings settings, WorkCosts costs, int row, double share)
    {
        var touched = 1 - Math.Pow(1 - share, settings.MicroBatchesOfStep);
        var update = costs.ParametersOf(row) * (WorkCosts.BytesMeasured + WorkCosts.BytesUpdated) / settings.MemoryBytesPerSecond;
        return (share * settings.MicroBatchesOfStep * costs.SecondsOf(row) / settings.Lanes) + (touched * update);
    }

    // Hidden states to the next layer and their gradient back.
    private static double BytesPassed(WorkCosts costs, int row) => 2 * costs.BytesTo(new JourneyStop(StopKind.LayerBackward, row));

    private int TaskAt(double place)
    {
        var found = Array.BinarySearch(upTo, place);
        return Math.Min(found >= 0 ? found + 1 : ~found, upTo.Length - 1);
    }
}
