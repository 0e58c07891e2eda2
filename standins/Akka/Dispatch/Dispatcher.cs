using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs actors on the shared thread pool or on threads of its own.</summary>
public class Dispatcher : MessageDispatcher
{
    private readonly DedicatedThreads _threads;

    internal Dispatcher(MessageDispatcherConfigurator configurator, DedicatedThreads threads) : base(configurator)
    {
        _threads = threads;
        var section = configurator.Config;
        Id = section.GetString("id");
        Throughput = section.GetInt("throughput", DefaultThroughput);
        ThroughputDeadlineTime = section.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero).Ticks;
    }

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run)
    {
        if (_threads is null)
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);
        else
            _threads.Execute(run);
    }

    /// <inheritdoc />
    protected internal override void Shutdown() => _threads?.Dispose();
}

/// <summary>Makes one dispatcher for all actors of a path.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator, IDisposable
{
    private readonly Lazy<MessageDispatcher> _dispatcher;

    /// <summary>Creates the configurator.</summary>
    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
        var own = config.GetString("executor") switch
        {
            null or "" or "default-executor" or "thread-pool-executor" => false,
            "task-executor" or "channel-executor" => false,
            "fork-join-executor" => true,
            var other => throw new ConfigurationException(
                $"Could not resolve executor service configurator type {other} for path {config.GetString("id")}"),
        };
        _dispatcher = new Lazy<MessageDispatcher>(
            () => new Dispatcher(this, own ? DedicatedThreads.From(config) : null));
    }

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _dispatcher.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_dispatcher.IsValueCreated)
            _dispatcher.Value.Shutdown();
    }
}

/// <summary>Runs one actor on one thread.</summary>
internal sealed class PinnedDispatcher(MessageDispatcherConfigurator configurator, DedicatedThreads threads)
    : Dispatcher(configurator, threads)
{
    private ActorCell _owner;

    internal override void Register(ActorCell cell)
    {
        if (Interlocked.CompareExchange(ref _owner, cell, null) is { } other && other != cell)
            throw new InvalidOperationException($"Cannot register to anyone but {other.Self}");
    }

    // The thread ends with its actor, after what the actor's last run may still have to do on it.
    internal override void Unregister(ActorCell cell) => Shutdown();
}

/// <summary>Makes one dispatcher, with one thread, for each actor.</summary>
internal sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() =>
        new PinnedDispatcher(this, new DedicatedThreads(Config.GetString("id"), 1, background: true));
}
