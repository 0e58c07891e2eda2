using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Has one child, to which it passes everything on, and starts it again after a pause.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    internal BackoffSupervisorBase(
        Props childProps, string childName, IBackoffReset reset, object replyWhileStopped,
        Func<object, bool> finalStopMessage)
    {
        ChildProps = childProps;
        ChildName = childName;
        Reset = reset;
        ReplyWhileStopped = replyWhileStopped;
        FinalStopMessage = finalStopMessage;
    }

    /// <summary>What the child is made from.</summary>
    protected Props ChildProps { get; }

    /// <summary>The name of the child.</summary>
    protected string ChildName { get; }

    /// <summary>When the count of restarts goes back to zero.</summary>
    protected IBackoffReset Reset { get; }

    /// <summary>What is answered while there is no child.</summary>
    protected object ReplyWhileStopped { get; }

    /// <summary>After which messages the child is not started again.</summary>
    protected Func<object, bool> FinalStopMessage { get; }

    /// <summary>The child, or null.</summary>
    protected IActorRef Child { get; set; }

    /// <summary>How often the child was started again.</summary>
    protected int RestartCountN { get; set; }

    /// <summary>Whether the child got a message after which it is not started again.</summary>
    protected bool FinalStopMessageReceived { get; set; }

    /// <inheritdoc />
    protected override void PreStart() => StartChild();

    /// <summary>Handles what is common.</summary>
    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (Reset is AutoReset auto)
                    Context.System.Scheduler.ScheduleTellOnce(
                        auto.ResetBackoff, Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
                break;
            case BackoffSupervisor.Reset when Reset is ManualReset:
                RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                Unhandled(message);
                break;
            case BackoffSupervisor.ResetRestartCount count:
                if (count.Current == RestartCountN)
                    RestartCountN = 0;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    /// <summary>Starts the child after a pause.</summary>
    internal void StartAfterPause(TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        Child = null;
        var pause = BackoffSupervisor.CalculateDelay(RestartCountN, minBackoff, maxBackoff, randomFactor);
        Context.System.Scheduler.ScheduleTellOnce(pause, Self, BackoffSupervisor.StartChild.Instance, Self);
        RestartCountN++;
    }

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(ChildProps, ChildName));

    private void PassOn(object message)
    {
        if (Child is not null && Child.Equals(Sender))
        {
            Context.Parent.Tell(message);
        }
        else if (Child is not null)
        {
            Child.Forward(message);
            if (!FinalStopMessageReceived && FinalStopMessage is not null)
                FinalStopMessageReceived = FinalStopMessage(message);
        }
        else
        {
            if (ReplyWhileStopped is not null)
                Sender.Tell(ReplyWhileStopped);
            else
                Context.System.DeadLetters.Forward(message);
            if (FinalStopMessage is not null && FinalStopMessage(message))
                Context.Stop(Self);
        }
    }
}

/// <summary>Starts its child again when it ends.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly SupervisorStrategy _strategy;

    /// <summary>Creates the supervisor.</summary>
    public BackoffSupervisor(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
        : this(
            childProps, childName, minBackoff, maxBackoff, new AutoReset(minBackoff), randomFactor,
            Actor.SupervisorStrategy.DefaultStrategy)
    { }

    /// <summary>Creates the supervisor.</summary>
    public BackoffSupervisor(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, IBackoffReset reset,
        double randomFactor, SupervisorStrategy strategy, object replyWhileStopped = null,
        Func<object, bool> finalStopMessage = null)
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    /// <summary>Props of a supervisor.</summary>
    public static Props Props(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        PropsWithSupervisorStrategy(
            childProps, childName, minBackoff, maxBackoff, randomFactor, Actor.SupervisorStrategy.DefaultStrategy);

    /// <summary>Props of a supervisor.</summary>
    public static Props Props(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor,
        int maxNrOfRetries) => PropsWithSupervisorStrategy(
        childProps, childName, minBackoff, maxBackoff, randomFactor,
        ((OneForOneStrategy)Actor.SupervisorStrategy.DefaultStrategy).WithMaxNrOfRetries(maxNrOfRetries));

    /// <summary>Props of a supervisor.</summary>
    public static Props Props(BackoffOptions options) => options.Props;

    /// <summary>Props of a supervisor.</summary>
    public static Props PropsWithSupervisorStrategy(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor,
        SupervisorStrategy strategy) => Actor.Props.Create(() => new BackoffSupervisor(
        childProps, childName, minBackoff, maxBackoff, new AutoReset(minBackoff), randomFactor, strategy, null, null));

    /// <inheritdoc />
    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);
        var most = (_strategy as OneForOneStrategy)?.MaxNumberOfRetries ?? -1;
        if (FinalStopMessageReceived || (most != -1 && RestartCountN + 1 > most))
            Context.Stop(Self);
        else
            StartAfterPause(_minBackoff, _maxBackoff, _randomFactor);
        return true;
    }

    internal static TimeSpan CalculateDelay(
        int restarts, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        const int fine = 1 << 20;
        var spread = 1 + (RandomNumberGenerator.GetInt32(fine) / (double)fine * randomFactor);
        var ticks = Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restarts)) * spread;
        return ticks >= long.MaxValue ? maxBackoff : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Asks for the child.</summary>
    public sealed class GetCurrentChild
    {
        /// <summary>The only instance.</summary>
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild() { }
    }

    /// <summary>The child, or null.</summary>
    public sealed class CurrentChild(IActorRef @ref)
    {
        /// <summary>The child.</summary>
        public IActorRef Ref { get; } = @ref;
    }

    /// <summary>Puts the count of restarts back to zero.</summary>
    public new sealed class Reset
    {
        /// <summary>The only instance.</summary>
        public static readonly Reset Instance = new();

        private Reset() { }
    }

    /// <summary>Asks for the count of restarts.</summary>
    public sealed class GetRestartCount
    {
        /// <summary>The only instance.</summary>
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount() { }
    }

    /// <summary>The count of restarts.</summary>
    public sealed class RestartCount(int count)
    {
        /// <summary>The count.</summary>
        public int Count { get; } = count;
    }

    /// <summary>The pause is over.</summary>
    public sealed class StartChild : IDeadLetterSuppression
    {
        /// <summary>The only instance.</summary>
        public static readonly StartChild Instance = new();

        private StartChild() { }
    }

    /// <summary>The child has lived for a time.</summary>
    public sealed class ResetRestartCount(int current) : IDeadLetterSuppression
    {
        /// <summary>The count when the time began.</summary>
        public int Current { get; } = current;
    }
}

/// <summary>Starts its child again when it fails.</summary>
internal sealed class BackoffOnRestartSupervisor(
    Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, IBackoffReset reset,
    double randomFactor, OneForOneStrategy strategy, object replyWhileStopped, Func<object, bool> finalStopMessage)
    : BackoffSupervisorBase(childProps, childName, reset, replyWhileStopped, finalStopMessage)
{
    private IActorRef _failing;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        strategy.MaxNumberOfRetries, strategy.WithinTimeRangeMilliseconds, Decide);

    protected override bool Receive(object message)
    {
        if (message is BackoffSupervisor.StartChild && _failing is not null)
            return true;
        if (message is not Terminated terminated)
            return HandleBackoff(message);
        if (terminated.ActorRef.Equals(_failing))
        {
            _failing = null;
            StartAfterPause(minBackoff, maxBackoff, randomFactor);
            return true;
        }

        if (!terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);
        Context.Stop(Self);
        return true;
    }

    private Directive Decide(Exception cause)
    {
        var directive = strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;
        if (strategy.WithinTimeRangeMilliseconds > 0 && RestartCountN == 0)
            Context.System.Scheduler.ScheduleTellOnce(
                TimeSpan.FromMilliseconds(strategy.WithinTimeRangeMilliseconds), Self,
                new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
        if (strategy.MaxNumberOfRetries >= 0 && RestartCountN + 1 > strategy.MaxNumberOfRetries)
            Context.Stop(Self);
        else
            _failing = Sender;
        return Directive.Stop;
    }
}
