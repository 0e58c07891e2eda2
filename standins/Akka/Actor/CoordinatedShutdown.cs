using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Ends a system in an orderly way: phases one after another, and the tasks of a phase together.</summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    /// <summary>The first phase.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>No new requests are taken.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Requests under way are finished.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Services end.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>Before the cluster is left.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Shard regions hand their shards over.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>The member says that it leaves.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Singletons are handed over.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>The others have seen the member leave.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>The cluster ends here.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>Before the system ends.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>The system ends.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ConcurrentDictionary<string, List<(string Name, Func<Task<Done>> Work)>> _tasks = new();
    private readonly TaskCompletionSource<Done> _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyDictionary<string, ShutdownPhase> _phases;
    private readonly IReadOnlyList<string> _order;
    private readonly ILoggingAdapter _log;
    private Reason _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, GetType());
        var section = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        _phases = ShutdownPhase.Read(section);
        _order = ShutdownPhase.Sort(_phases);
        AddLastTask(section);
        if (section.GetBoolean("run-by-clr-shutdown-hook"))
            RunAtProcessExit();
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Why the system is ending; null while it is not.</summary>
    public Reason ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The sum of the times of all phases with tasks.</summary>
    public TimeSpan TotalTimeout =>
        _tasks.Keys.Aggregate(TimeSpan.Zero, (total, phase) => total + Timeout(phase));

    /// <summary>The coordinated shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) =>
        sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>Adds a task to a phase.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_order.Contains(phase))
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(",", _order)}]. All phases (along with their " +
                "optional dependencies) must be defined in configuration.");
        var tasks = _tasks.GetOrAdd(phase, _ => []);
        lock (tasks)
            tasks.Add((taskName, task));
    }

    /// <summary>How long a phase may take.</summary>
    public TimeSpan Timeout(string phase) =>
        _phases.TryGetValue(phase, out var known)
            ? known.Timeout
            : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.");

    /// <summary>Runs the phases, from the first or from one of them. A second call gives the result of the
    /// first.</summary>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = RunPhases(fromPhase);
        return _run.Task;
    }

    private async Task RunPhases(string fromPhase)
    {
        // The caller may be an actor; its context must not be kept waiting.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            foreach (var phase in _order.SkipWhile(name => fromPhase is not null && name != fromPhase))
                await RunPhase(phase).ConfigureAwait(false);
            _run.TrySetResult(Done.Instance);
        }
        catch (Exception failure)
        {
            _run.TrySetException(failure as AggregateException ?? new AggregateException(failure));
        }
    }

    private async Task RunPhase(string phase)
    {
        if (!_tasks.TryGetValue(phase, out var added))
            return;
        (string Name, Func<Task<Done>> Work)[] tasks;
        lock (added)
            tasks = [.. added];
        _log.Debug("Performing phase [{0}] with [{1}] tasks", phase, tasks.Length);
        var settings = _phases[phase];
        var all = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Work, settings.Recover)));
        if (await EndsWithin(all, settings.Timeout).ConfigureAwait(false))
            return;
        var text = $"Coordinated shutdown phase [{phase}] timed out after {settings.Timeout}";
        if (!settings.Recover)
            throw new TimeoutException(text);
        _log.Warning(text);
    }

    private static async Task<bool> EndsWithin(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return false;
        }
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> work, bool recover)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase, failure.Message);
        }
    }

    private void AddLastTask(Config section)
    {
        var terminate = System.Settings.CoordinatedShutdownTerminateActorSystem;
        var exit = section.GetBoolean("exit-clr");
        if (!terminate && !exit)
            return;
        AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
        {
            if (terminate)
                await EndsWithin(System.FinalTerminate(), Timeout(PhaseActorSystemTerminate)).ConfigureAwait(false);
            if (exit && ShutdownReason is not ClrExitReason)
                Environment.Exit(0);
            return Done.Instance;
        });
    }

    private void RunAtProcessExit()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        System.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= OnExit);
    }

    // The process ends when this returns.
    private void OnExit(object sender, EventArgs args)
    {
        if (System.WhenTerminated.IsCompleted)
            return;
        try
        {
            Run(ClrExitReason.Instance).Wait(TotalTimeout);
        }
        catch (AggregateException failure)
        {
            _log.Warning("CoordinatedShutdown from CLR shutdown failed: {0}", failure.Message);
        }
    }
}

/// <summary>Makes the coordinated shutdown of a system.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    /// <inheritdoc />
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new(system);
}
