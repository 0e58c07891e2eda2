using System.Runtime.ExceptionServices;

namespace Moe.Curriculum.Gym.Sources;

/// <summary>Runs an action for every item on all cores; the first failure comes out as it was thrown.</summary>
internal static class ParallelWork
{
    public static void ForEach<T>(IReadOnlyList<T> items, Action<T, int> action, CancellationToken cancel)
    {
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancel,
        };
        try
        {
            Parallel.For(0, items.Count, options, index => action(items[index], index));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
