using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Runs actors.</summary>
public abstract class MessageDispatcher
{
    /// <summary>How many messages an actor handles in one go when nothing is said.</summary>
    public const int DefaultThroughput = 100;

    /// <summary>Creates a dispatcher.</summary>
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
    }

    /// <summary>What made this dispatcher.</summary>
    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>The path in configuration.</summary>
    public string Id { get; protected set; }

    /// <summary>How many messages an actor handles in one go.</summary>
    public int Throughput { get; set; }

    /// <summary>For how many ticks an actor may handle messages in one go; null or zero for no limit.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    /// <summary>Runs an action.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(() => RunGuarded(run)));

    /// <summary>Runs a piece of work.</summary>
    public void Schedule(IRunnable run) => Schedule(run.Run);

    /// <summary>Runs a piece of work.</summary>
    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Ends the threads, if there are own ones.</summary>
    protected internal virtual void Shutdown() { }

    internal void Schedule(Mailbox mailbox, bool hasSystem)
    {
        if (mailbox.TrySchedule(hasSystem))
            ExecuteTask(mailbox);
    }

    private void RunGuarded(Action run)
    {
        try
        {
            run();
        }
        catch (Exception failure)
        {
            Configurator.Prerequisites.EventStream.Publish(
                new Error(failure, Id, GetType(), "a piece of work given to the dispatcher failed"));
        }
    }

    /// <summary>Called after a run: lets the actor run again if more has come.</summary>
    internal void Reschedule(Mailbox mailbox) => Schedule(mailbox, hasSystem: false);

    internal virtual void Register(ActorCell cell) { }

    internal virtual void Unregister(ActorCell cell) { }
}

/// <summary>What dispatchers need of a system.</summary>
public interface IDispatcherPrerequisites
{
    /// <summary>The event stream.</summary>
    EventStream EventStream { get; }

    /// <summary>The scheduler.</summary>
    IScheduler Scheduler { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>The mailboxes.</summary>
    Mailboxes Mailboxes { get; }
}

/// <summary>What dispatchers need of a system.</summary>
public sealed class DefaultDispatcherPrerequisites(
    EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes) : IDispatcherPrerequisites
{
    /// <inheritdoc />
    public EventStream EventStream { get; } = eventStream;

    /// <inheritdoc />
    public IScheduler Scheduler { get; } = scheduler;

    /// <inheritdoc />
    public Settings Settings { get; } = settings;

    /// <inheritdoc />
    public Mailboxes Mailboxes { get; } = mailboxes;
}

/// <summary>Makes dispatchers from a section of configuration.</summary>
public abstract class MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
{
    /// <summary>The section.</summary>
    public Config Config { get; } = config;

    /// <summary>What dispatchers need of a system.</summary>
    public IDispatcherPrerequisites Prerequisites { get; } = prerequisites;

    /// <summary>The dispatcher: the same each time, or a new one, as its kind asks.</summary>
    public abstract MessageDispatcher Dispatcher();
}
