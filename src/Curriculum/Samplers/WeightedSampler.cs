using Moe.Curriculum.Batches;
using Moe.Model.Randomness;

namespace Moe.Curriculum.Samplers;

/// <summary>
/// Draws a task by fixed weights, then the next row of the task's own shuffled list. Equal weights make the uniform
/// sampler; rows to the power 1/T the temperature sampler (T = 1 is proportional, a large T nears uniform).
/// </summary>
public sealed class WeightedSampler : ITaskSampler
{
    private readonly TrainingData data;
    private readonly ulong seed;
    private readonly double[] weights;
    private readonly Dictionary<int, (long Epoch, int[] Order)> orders = [];

    private WeightedSampler(TrainingData data, ulong seed, double[] weights) =>
        (this.data, this.seed, this.weights) = (data, seed, weights);

    /// <summary>Every task alike.</summary>
    public static WeightedSampler Uniform(TrainingData data, ulong seed) =>
        new(data, seed, [.. data.Tasks.Select(_ => 1.0)]);

    /// <summary>Tasks by their rows to the power 1/temperature.</summary>
    public static WeightedSampler Temperature(TrainingData data, ulong seed, double temperature) =>
        new(data, seed, [.. data.Tasks.Select(task => Math.Pow(task.Count, 1 / temperature))]);

    /// <inheritdoc/>
    public (ExampleReference[] Examples, CurriculumCursor Next) Draw(CurriculumCursor cursor, int count, IReadOnlySet<int> resting)
    {
        var examples = new ExampleReference[count];
        var (drawn, byTask) = (cursor.Drawn, (long[])cursor.DrawnByTask.Clone());
        var total = weights.Where((_, task) => !resting.Contains(task)).Sum();
        for (var i = 0; i < count; i++)
        {
            var task = Pick(RandomStream.For(seed, drawn, 0, "curriculum", "task").Uniform(0) * total, resting);
            drawn++;
            var (epoch, place) = Math.DivRem(byTask[task], (long)data.Tasks[task].Count);
            examples[i] = Answers.Draw(data, seed, task, Order(task, epoch)[place], byTask[task]);
            byTask[task]++;
        }
        return (examples, new CurriculumCursor(drawn, byTask));
    }

    private int Pick(double point, IReadOnlySet<int> resting)
    {
        var last = -1;
        for (var task = 0; task < weights.Length; task++)
        {
            if (resting.Contains(task)) continue;
            last = task;
            point -= weights[task];
            if (point < 0) break;
        }
        return last;
    }

    private int[] Order(int task, long epoch)
    {
        if (orders.TryGetValue(task, out var known) && known.Epoch == epoch) return known.Order;
        var order = Enumerable.Range(0, data.Tasks[task].Count).ToArray();
        RandomStream.For(seed, epoch, task, "curriculum", "task-order").Shuffle(order.AsSpan());
        orders[task] = (epoch, order);
        return order;
    }
}
