using Akka.Actor;

namespace Akka.Event;

/// <summary>Worn by messages whose loss is no news.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that was not handled, and why.</summary>
public abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient) : IWrappedMessage
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; } = sender;

    /// <summary>To whom.</summary>
    public IActorRef Recipient { get; } = recipient;

    /// <inheritdoc />
    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message to an actor that is not there.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>Creates the event.</summary>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
        if (sender is null)
            throw new ArgumentNullException(nameof(sender), "DeadLetter sender may not be null");
        if (recipient is null)
            throw new ArgumentNullException(nameof(recipient), "DeadLetter recipient may not be null");
    }
}

/// <summary>A message, to an actor that is not there, whose loss is no news.</summary>
public sealed class SuppressedDeadLetter : AllDeadLetters
{
    /// <summary>Creates the event.</summary>
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) { }
}

/// <summary>A message that was dropped on purpose.</summary>
public sealed class Dropped : AllDeadLetters
{
    /// <summary>Creates the event.</summary>
    public Dropped(object message, string reason, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) => Reason = reason;

    /// <summary>Creates the event.</summary>
    public Dropped(object message, string reason, IActorRef recipient)
        : this(message, reason, ActorRefs.NoSender, recipient) { }

    /// <summary>Why.</summary>
    public string Reason { get; }
}

/// <summary>A message that its actor does not know.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    /// <summary>Creates the event.</summary>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) { }
}

/// <summary>Logs lost messages, as many as configuration allows.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly int _most = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _pause = Context.System.Settings.LogDeadLettersSuspendDuration;
    private TimeSpan? _silentUntil;
    private int _count;

    /// <inheritdoc />
    protected override void PreStart()
    {
        var stream = Context.System.EventStream;
        stream.Subscribe(Self, typeof(DeadLetter));
        stream.Subscribe(Self, typeof(Dropped));
        stream.Subscribe(Self, typeof(UnhandledMessage));
    }

    /// <inheritdoc />
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message) { }

    /// <inheritdoc />
    protected override void PostRestart(Exception reason) { }

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters lost)
            return false;
        if (lost.Message is IDeadLetterSuppression)
            return true;
        _count++;
        if (_silentUntil is { } end)
        {
            if (Context.System.Scheduler.MonotonicClock < end)
                return true;
            Log(lost, $", of which {_count - _most - 1} were not logged. The counter will be reset now");
            _silentUntil = null;
            _count = 0;
            return true;
        }

        if (_count != _most)
        {
            Log(lost, "");
            return true;
        }

        if (_pause == Timeout.InfiniteTimeSpan)
        {
            Log(lost, ", no more dead letters will be logged");
            Context.Stop(Self);
        }
        else
        {
            Log(lost, $", no more dead letters will be logged in next [{_pause}]");
            _silentUntil = Context.System.Scheduler.MonotonicClock + _pause;
        }

        return true;
    }

    private void Log(AllDeadLetters lost, string note)
    {
        var type = WrappedMessage.Unwrap(lost.Message).GetType().Name;
        var origin = lost.Sender.IsNobody() ? "" : $" from {lost.Sender}";
        var what = lost switch
        {
            Dropped dropped => $"was dropped. {dropped.Reason}",
            UnhandledMessage => "was unhandled",
            _ => "was not delivered",
        };
        Context.System.EventStream.Publish(new Info(
            lost.Recipient.Path.ToString(), lost.Recipient.GetType(),
            $"Message [{type}]{origin} to {lost.Recipient} {what}. [{_count}] dead letters encountered{note}. " +
            "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and " +
            $"'akka.log-dead-letters-during-shutdown'. Message content: {lost.Message}"));
    }
}
