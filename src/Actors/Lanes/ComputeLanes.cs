using TorchSharp;

namespace Moe.Actors.Lanes;

/// <summary>
/// The threads tensor work runs on: dedicated ones, never an actor dispatcher's, so that heartbeats run however busy
/// the cores are; and every piece of work inside one dispose scope on one thread, because scopes and autograd's mode
/// belong to a thread. On the processor the lanes share one queue (each computes with one thread of its own); a GPU has one lane.
/// What a piece of work computes never depends on which lane runs it.
/// </summary>
public sealed class ComputeLanes : IDisposable
{
    private readonly PriorityQueue<Work, LaneOrder> queue = new();
    private readonly Thread[] threads;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim ready = new(0);
    private long arrivals;
    private bool closed;

    /// <summary>Starts <paramref name="count"/> lanes, at least one.</summary>
    public ComputeLanes(string name, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Serve) { IsBackground = true, Name = $"{name}-{i}" })];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Lanes of this group.</summary>
    public int Count => threads.Length;

    /// <summary>Pieces of work that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate) return queue.Count;
        }
    }

    /// <summary>
    /// Queues work. <paramref name="done"/> is called on the lane with the result, <paramref name="failed"/> with what it threw;
    /// <paramref name="dropped"/> when the lanes are disposed before the work began, by whoever disposes them.
    /// </summary>
    public void Post<T>(
        LaneUrgency urgency, long step, int microBatch, Func<T> work, Action<T> done, Action<Exception> failed, Action? dropped = null)
    {
        Enqueue(new LaneOrder(urgency, step, microBatch, 0), () =>
        {
            T result;
            try
            {
                using var scope = torch.NewDisposeScope();
                using var _ = torch.no_grad();
                result = work();
            }
            catch (Exception failure)
            {
                failed(failure);
                return;
            }
            done(result);
        }, dropped);
    }

    /// <summary>
    /// Queues the freeing of buffers after all other work. It is done even when the lanes are disposed before its turn, or
    /// are already: by whoever disposes them or asks.
    /// </summary>
    public void Release(Action free, Action<Exception> failed)
    {
        void Carefully()
        {
            try
            {
                free();
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }
        Enqueue(new LaneOrder(LaneUrgency.Deferred, long.MaxValue, 0, 0), Carefully, Carefully);
    }

    /// <summary>
    /// Queues work and waits for it on a task; for callers outside actors. The task is cancelled when the lanes are disposed
    /// before the work began.
    /// </summary>
    public Task<T> Run<T>(LaneUrgency urgency, Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(urgency, 0, 0, work, completion.SetResult, completion.SetException, completion.SetCanceled);
        return completion.Task;
    }

    /// <summary>Lets running work end, drops what waits but for what frees buffers, and ends the threads.</summary>
    public void Dispose()
    {
        Work[] left;
        lock (gate)
        {
            if (closed) return;
            closed = true;
            left = [.. queue.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
            queue.Clear();
        }
        ready.Release(threads.Length);
        foreach (var thread in threads)
        {
            if (thread != Thread.CurrentThread) thread.Join();
        }
        ready.Dispose();
        // Only now: what is freed may be in use by work that was still running.
        foreach (var work in left) work.Dropped?.Invoke();
    }

    private void Enqueue(LaneOrder order, Action work, Action? dropped)
    {
        lock (gate)
        {
            if (!closed)
            {
                queue.Enqueue(new Work(work, dropped), order with { Arrival = arrivals++ });
                // Inside the lock: whoever disposes may free the semaphore as soon as it has it.
                ready.Release();
                return;
            }
        }
        dropped?.Invoke();
    }

    private void Serve()
    {
        // libtorch would otherwise spread each operation over all cores, from every lane at once, and the split would
        // decide the order of sums. The setting belongs to the calling thread.
        torch.set_num_threads(1);
        while (true)
        {
            ready.Wait();
            Work work;
            lock (gate)
            {
                if (closed) return;
                queue.TryDequeue(out work, out _);
            }
            work.Run?.Invoke();
        }
    }

    private readonly record struct Work(Action Run, Action? Dropped);
}
