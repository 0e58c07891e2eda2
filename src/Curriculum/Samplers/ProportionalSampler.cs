using Moe.Curriculum.Batches;
using Moe.Model.Randomness;

namespace Moe.Curriculum.Samplers;

/// <summary>
/// The authors' loader (paper notes 3.3): all rows of all tasks in one list, shuffled anew each epoch, drawn without
/// replacement. A task's share is its number of rows. Among several answers one is drawn each time.
/// </summary>
public sealed class ProportionalSampler : ITaskSampler
{
    private readonly TrainingData data;
    private readonly ulong seed;
    private readonly (int Task, int Row)[] rows;
    private (long Epoch, int[] Order)? shuffled;

    /// <summary>A sampler of a run's data.</summary>
    public ProportionalSampler(TrainingData data, ulong seed)
    {
        (this.data, this.seed) = (data, seed);
        rows = [.. data.Tasks.SelectMany((task, index) => Enumerable.Range(0, task.Count).Select(row => (index, row)))];
    }

    /// <inheritdoc/>
    public (ExampleReference[] Examples, CurriculumCursor Next) Draw(CurriculumCursor cursor, int count, IReadOnlySet<int> resting)
    {
        var examples = new List<ExampleReference>(count);
        var (drawn, byTask) = (cursor.Drawn, (long[])cursor.DrawnByTask.Clone());
        while (examples.Count < count)
        {
            var (epoch, place) = Math.DivRem(drawn, (long)rows.Length);
            var (task, row) = rows[Order(epoch)[place]];
            drawn++;
            if (resting.Contains(task)) continue;
            examples.Add(Answers.Draw(data, seed, task, row, byTask[task]++));
        }
        return ([.. examples], new CurriculumCursor(drawn, byTask));
    }

    private int[] Order(long epoch)
    {
        if (shuffled?.Epoch == epoch) return shuffled.Value.Order;
        var order = Enumerable.Range(0, rows.Length).ToArray();
        RandomStream.For(seed, epoch, 0, "curriculum", "flat-order").Shuffle(order.AsSpan());
        shuffled = (epoch, order);
        return order;
    }
}
