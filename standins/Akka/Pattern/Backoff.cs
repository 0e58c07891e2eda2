using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Ways to start an actor again, each time after a longer pause.</summary>
public static class Backoff
{
    /// <summary>Starts the child again when it fails.</summary>
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor,
        int maxNrOfRetries) =>
        new BackoffPlan(true, childProps, childName, minBackoff, maxBackoff, randomFactor)
            .WithMaxNrOfRetries(maxNrOfRetries);

    /// <summary>Starts the child again when it ends.</summary>
    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor,
        int maxNrOfRetries) =>
        new BackoffPlan(false, childProps, childName, minBackoff, maxBackoff, randomFactor)
            .WithMaxNrOfRetries(maxNrOfRetries);
}

/// <summary>When the count of restarts goes back to zero.</summary>
public interface IBackoffReset;

/// <summary>When the supervisor is told so.</summary>
internal sealed class ManualReset : IBackoffReset;

/// <summary>When the child has lived for a time.</summary>
internal sealed class AutoReset(TimeSpan resetBackoff) : IBackoffReset
{
    public TimeSpan ResetBackoff { get; } = resetBackoff;
}

/// <summary>How an actor is started again.</summary>
public abstract class BackoffOptions
{
    /// <summary>The count of restarts goes back to zero when the child has lived for a time.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>The count of restarts goes back to zero when the supervisor is told so.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>What to do when the child fails.</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>The child ends when it fails.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>What is answered while there is no child.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>How many restarts at most; minus one for no limit.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>After which messages the child is not started again.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);

    internal abstract Props Props { get; }
}

/// <summary>How an actor is started again.</summary>
internal sealed class BackoffPlan(
    bool onFailure, Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    : BackoffOptions
{
    private IBackoffReset _reset = new AutoReset(minBackoff);
    private OneForOneStrategy _strategy = new(SupervisorStrategy.DefaultDecider);
    private object _reply;
    private Func<object, bool> _isFinal;

    internal override Props Props
    {
        get
        {
            if (minBackoff <= TimeSpan.Zero)
                throw new ArgumentException("MinBackoff must be greater than 0");
            if (maxBackoff < minBackoff)
                throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
            if (randomFactor is < 0 or > 1)
                throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
            var type = onFailure ? typeof(BackoffOnRestartSupervisor) : typeof(BackoffSupervisor);
            return Props.Create(
                type, childProps, childName, minBackoff, maxBackoff, _reset, randomFactor, _strategy, _reply, _isFinal);
        }
    }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) =>
        With(plan => plan._reset = new AutoReset(resetBackoff));

    public override BackoffOptions WithManualReset() => With(plan => plan._reset = new ManualReset());

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        With(plan => plan._strategy = supervisorStrategy);

    public override BackoffOptions WithDefaultStoppingStrategy() => With(plan => plan._strategy =
        new OneForOneStrategy(_strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider));

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
        With(plan => plan._reply = replyWhileStopped);

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        With(plan => plan._strategy = _strategy.WithMaxNrOfRetries(maxNrOfRetries));

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        With(plan => plan._isFinal = isFinalStopMessage);

    private BackoffPlan With(Action<BackoffPlan> change)
    {
        var copy = (BackoffPlan)MemberwiseClone();
        change(copy);
        return copy;
    }
}
