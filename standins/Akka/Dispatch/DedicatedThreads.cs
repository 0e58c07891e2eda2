using System.Collections.Concurrent;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Threads that do nothing but run actors of one dispatcher.</summary>
internal sealed class DedicatedThreads : IDisposable
{
    private readonly BlockingCollection<IRunnable> _work = [];

    public DedicatedThreads(string name, int count, bool background)
    {
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(Run) { IsBackground = background, Name = $"{name}_{i + 1}" };
            thread.Start();
        }
    }

    /// <summary>As many threads as <c>dedicated-thread-pool</c> or <c>fork-join-executor</c> say.</summary>
    public static DedicatedThreads From(Config config)
    {
        var id = config.GetString("id");
        var own = config.GetConfig("dedicated-thread-pool");
        if (!own.IsNullOrEmpty())
        {
            var background = own.GetString("threadtype", "background") switch
            {
                "background" or "Background" => true,
                "foreground" or "Foreground" => false,
                var other => throw new ConfigurationException(
                    $"Configuration at '{id}.dedicated-thread-pool.threadtype' is '{other}', expected 'background' " +
                    "or 'foreground'."),
            };
            return new DedicatedThreads(id, Positive(own.GetInt("thread-count"), id), background);
        }

        var shared = config.GetConfig("fork-join-executor");
        if (shared.IsNullOrEmpty())
            throw new ConfigurationException(
                $"must define section 'dedicated-thread-pool' OR 'fork-join-executor' for fork-join-executor {id}");
        var count = Math.Clamp(
            Environment.ProcessorCount, shared.GetInt("parallelism-min"), shared.GetInt("parallelism-max"));
        return new DedicatedThreads(id, count, background: true);
    }

    /// <summary>Runs a piece of work on one of the threads.</summary>
    public void Execute(IRunnable work)
    {
        // After the end only the last run of an ended actor still asks; nothing of it is left to do.
        if (!_work.IsAddingCompleted)
            _work.TryAdd(work);
    }

    /// <summary>Lets the threads end when they have done what they have been given.</summary>
    public void Dispose() => _work.CompleteAdding();

    private static int Positive(int count, string id) => count > 0
        ? count
        : throw new ConfigurationException(
            $"Configuration at '{id}.dedicated-thread-pool.thread-count' is {count}, expected at least 1.");

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work.Run();
    }
}
