using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Event;

/// <summary>Brings events to actors by type, log events among them.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static readonly LogLevel[] Levels = Enum.GetValues<LogLevel>();
    private static int _loggerNumber;

    private readonly List<IActorRef> _loggers = [];
    private readonly CancellationTokenSource _ending = new();

    /// <summary>The level at which the loggers read.</summary>
    public LogLevel LogLevel { get; private set; }

    /// <summary>Changes the level at which the loggers read.</summary>
    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        lock (_loggers)
        {
            foreach (var logger in _loggers)
            {
                SubscribeFrom(logLevel, logger);
                foreach (var level in Levels.Where(level => level < logLevel))
                    Unsubscribe(logger, level.ClassFor());
            }
        }
    }

    /// <summary>Writes to the console until the loggers are there.</summary>
    public void StartStdoutLogger(Settings config)
    {
        SubscribeFrom(Logging.LogLevelFor(config.StdoutLogLevel), config.StdoutLogger);
        Publish(new Debug(GetType().Name, GetType(), "StandardOutLogger started"));
    }

    internal void StartDefaultLoggers(ActorSystemImpl system)
    {
        LogLevel = Logging.LogLevelFor(system.Settings.LogLevel);
        var source = $"{GetType().Name}({system.Name})";
        var starting = system.Settings.Loggers.Select(name => StartLogger(system, name, source)).ToArray();
        if (!Task.WaitAll(starting, system.Settings.LoggerStartTimeout))
            Publish(new Warning(
                source, GetType(),
                $"Some of the loggers [{string.Join(", ", system.Settings.Loggers)}] did not respond within " +
                $"{system.Settings.LoggerStartTimeout} to InitializeLogger(bus)."));
        if (system.Settings.DebugUnhandledMessage)
            Subscribe(
                system.SystemActorOf(Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder"),
                typeof(UnhandledMessage));
        Unsubscribe(system.Settings.StdoutLogger);
        Publish(new Debug(source, GetType(), "Default Loggers started"));
    }

    internal void StopDefaultLoggers(ActorSystem system)
    {
        SubscribeFrom(Logging.LogLevelFor(system.Settings.StdoutLogLevel), system.Settings.StdoutLogger);
        _ending.Cancel();
        lock (_loggers)
        {
            foreach (var logger in _loggers)
                Unsubscribe(logger);
            _loggers.Clear();
        }

        Publish(new Debug(GetType().Name, GetType(), "All default loggers stopped"));
    }

    /// <inheritdoc />
    protected override bool IsSubClassification(Type parent, Type child) => parent.IsAssignableFrom(child);

    /// <inheritdoc />
    protected override void Publish(object @event, IActorRef subscriber) => subscriber.Tell(@event);

    /// <inheritdoc />
    protected override bool Classify(object @event, Type classifier) => classifier.IsInstanceOfType(@event);

    /// <inheritdoc />
    protected override Type GetClassifier(object @event) => @event.GetType();

    private async Task StartLogger(ActorSystemImpl system, string typeName, string source)
    {
        var type = TypeNames.Resolve(typeName, "akka.loggers");
        var name = $"log{Interlocked.Increment(ref _loggerNumber)}-{type.Name}";
        var logger = system.SystemActorOf(
            Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher), name);
        object answer;
        try
        {
            answer = await logger.Ask(new InitializeLogger(this), Timeout.InfiniteTimeSpan, _ending.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Publish(new Warning(
                source, GetType(), $"Logger {name} [{type.FullName}] startup was cancelled by system shutdown."));
            return;
        }

        if (answer is not LoggerInitialized)
            throw new LoggerInitializationException(
                $"Logger {name} [{type.FullName}] did not respond with LoggerInitialized, sent instead {answer}");
        lock (_loggers)
            _loggers.Add(logger);
        SubscribeFrom(LogLevel, logger);
        Publish(new Debug(source, GetType(), $"Logger {name} [{type.FullName}] started"));
    }

    private void SubscribeFrom(LogLevel lowest, IActorRef logger)
    {
        foreach (var level in Levels.Where(level => level >= lowest))
            Subscribe(logger, level.ClassFor());
    }

    private sealed class UnhandledMessageForwarder : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not UnhandledMessage unhandled)
                return false;
            var sender = unhandled.Sender?.Path.ToString() ?? "NoSender";
            Context.System.EventStream.Publish(new Debug(
                unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(),
                $"Unhandled message from {sender} : {unhandled.Message}"));
            return true;
        }
    }
}

/// <summary>What happens in a system, for those who subscribe to a type of events.</summary>
public class EventStream(bool debug) : LoggingBus
{
    private IActorRef _unsubscriber;

    /// <inheritdoc />
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        if (subscriber is null)
            throw new ArgumentNullException(nameof(subscriber), "The subscriber cannot be a null actor.");
        if (debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"subscribing {subscriber} to channel {channel}"));
        _unsubscriber?.Tell(new Unsubscriber.Register(subscriber), ActorRefs.NoSender);
        return base.Subscribe(subscriber, channel);
    }

    /// <inheritdoc />
    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        if (subscriber is null)
            throw new ArgumentNullException(nameof(subscriber), "The subscriber cannot be a null actor.");
        if (debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from channel {channel}"));
        return base.Unsubscribe(subscriber, channel);
    }

    /// <inheritdoc />
    public override bool Unsubscribe(IActorRef subscriber)
    {
        if (subscriber is null)
            throw new ArgumentNullException(nameof(subscriber), "The subscriber cannot be a null actor.");
        if (debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from all channels"));
        return base.Unsubscribe(subscriber);
    }

    /// <summary>From now on actors that end are unsubscribed.</summary>
    public void StartUnsubscriber(ActorSystemImpl system) =>
        _unsubscriber = system.SystemActorOf(
            Props.Create(() => new Unsubscriber(this)).WithDispatcher(Dispatch.Dispatchers.InternalDispatcherId),
            "EventStreamUnsubscriber");

    private sealed class Unsubscriber(EventStream stream) : ActorBase
    {
        public sealed record Register(IActorRef Subscriber);

        protected override bool Receive(object message)
        {
            switch (message)
            {
                case Register { Subscriber: MinimalActorRef }:
                    return true;
                case Register register:
                    Context.Watch(register.Subscriber);
                    return true;
                case Terminated terminated:
                    stream.Unsubscribe(terminated.ActorRef);
                    return true;
                default:
                    return false;
            }
        }
    }
}

/// <summary>Subscribing by type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes to events of a type.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Takes the subscription back.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
