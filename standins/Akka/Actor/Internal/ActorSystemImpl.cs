using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The actor system.</summary>
public partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly List<Action> _whenTerminated = [];
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef _deadLetterListener;

    internal ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus " +
                "non-leading '-')", nameof(name));
        if (config is null)
            throw new ArgumentNullException(
                nameof(config), $"Cannot create {typeof(ActorSystemImpl)}: Configuration must not be null.");
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        Scheduler = (IScheduler)Activator.CreateInstance(
            TypeNames.Resolve(Settings.SchedulerClass, "akka.scheduler.implementation"), Settings.Config, Log);
        Provider = (IActorRefProvider)Activator.CreateInstance(
            TypeNames.Resolve(Settings.ProviderClass, "akka.actor.provider"), name, Settings, EventStream);
        Serialization = new Akka.Serialization.Serialization(this);
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(
            this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), Log);
        SerializeMessages = Settings.SerializeAllMessages;
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override Settings Settings { get; }

    /// <inheritdoc />
    public override EventStream EventStream { get; }

    /// <inheritdoc />
    public override ILoggingAdapter Log { get; }

    /// <inheritdoc />
    public override IScheduler Scheduler { get; }

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc />
    public override Akka.Serialization.Serialization Serialization { get; }

    /// <inheritdoc />
    public override Mailboxes Mailboxes { get; }

    /// <inheritdoc />
    public override Dispatchers Dispatchers { get; }

    /// <inheritdoc />
    public override IActorRef DeadLetters => Provider.DeadLetters;

    /// <inheritdoc />
    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    /// <inheritdoc />
    public override IInternalActorRef Guardian => Provider.Guardian;

    /// <inheritdoc />
    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    /// <inheritdoc />
    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    /// <inheritdoc />
    public override Task WhenTerminated => _terminated.Task;

    internal bool SerializeMessages { get; }

    /// <summary>Brings the system to life.</summary>
    public void Start()
    {
        try
        {
            Provider.Init(this);
            Provider.TerminationTask.ContinueWith(
                _ => AfterTheEnd(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            EventStream.StartDefaultLoggers(this);
            LoadExtensions();
            if (Settings.LogDeadLetters > 0)
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
            EventStream.StartUnsubscriber(this);
            if (Settings.LogConfigOnStart)
                Log.Info(Settings.ToString());
            CoordinatedShutdown.Get(this);
        }
        catch
        {
            FinalTerminate();
            throw;
        }
    }

    /// <inheritdoc />
    public override IActorRef ActorOf(Props props, string name = null) =>
        Provider.Guardian.Cell.AttachChild(props, false, name);

    /// <inheritdoc />
    public override IActorRef SystemActorOf(Props props, string name = null) =>
        Provider.SystemGuardian.Cell.AttachChild(props, true, name);

    /// <inheritdoc />
    public override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);

    /// <inheritdoc />
    public override ActorSelection ActorSelection(ActorPath actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this);

    /// <inheritdoc />
    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    /// <inheritdoc />
    public override object RegisterExtension(IExtensionId extension)
    {
        if (extension is null)
            return null;
        var made = _extensions.GetOrAdd(
            extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this)));
        return made.Value;
    }

    /// <inheritdoc />
    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null;

    /// <inheritdoc />
    public override T GetExtension<T>() => TryGetExtension(out T extension) ? extension : null;

    /// <inheritdoc />
    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    /// <inheritdoc />
    public override bool HasExtension<T>() => HasExtension(typeof(T));

    /// <inheritdoc />
    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        extension = _extensions.TryGetValue(extensionType, out var made) ? made.Value : null;
        return extension is not null;
    }

    /// <inheritdoc />
    public override bool TryGetExtension<T>(out T extension)
    {
        extension = TryGetExtension(typeof(T), out var found) ? (T)found : null;
        return extension is not null;
    }

    /// <inheritdoc />
    public override void Stop(IActorRef actor)
    {
        var parent = actor.Path.Parent;
        if (parent == Provider.Guardian.Path)
            Provider.Guardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else if (parent == Provider.SystemGuardian.Path)
            Provider.SystemGuardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        else
            ((IInternalActorRef)actor).Stop();
    }

    /// <inheritdoc />
    public override Task Terminate() =>
        Settings.CoordinatedShutdownRunByActorSystemTerminate
            ? CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
            : FinalTerminate();

    /// <inheritdoc />
    public override void Abort() => FinalTerminate();

    /// <inheritdoc />
    public override void RegisterOnTermination(Action code)
    {
        lock (_whenTerminated)
        {
            if (WhenTerminated.IsCompleted)
                throw new TerminatedTooSoon();
            _whenTerminated.Add(code);
        }
    }

    /// <inheritdoc />
    public override string PrintTree()
    {
        var text = new StringBuilder();
        Print(Provider.RootGuardian, "", text);
        return text.ToString();
    }

    /// <inheritdoc />
    public override string ToString() => LookupRoot?.Path.Root.Address.ToString() ?? $"akka://{Name}";

    internal override Task FinalTerminate()
    {
        Log.Debug("System shutdown initiated");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
            Stop(_deadLetterListener);
        if (Provider.Guardian is { } guardian)
            guardian.Stop();
        else
            AfterTheEnd();
        return WhenTerminated;
    }

    /// <summary>A message of the library for an actor that has ended.</summary>
    internal void DeadLetterSystem(IActorRef receiver, SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
                break;
            case IDeadLetterSuppression suppressed:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, DeadLetters, receiver));
                break;
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-]*$")]
    private static partial Regex NamePattern();

    private static void Print(IInternalActorRef node, string indent, StringBuilder text)
    {
        text.Append(indent).Append("-> ").Append(node.Path.Name).Append(' ').AppendLine(node.GetType().Name);
        if (node is not LocalActorRef local)
            return;
        foreach (var child in local.Cell.GetChildren())
            Print(child, indent + "    ", text);
    }

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions"))
        {
            if (TypeNames.Find(name) is { IsAbstract: false } type && typeof(IExtensionId).IsAssignableFrom(type))
                RegisterExtension((IExtensionId)Activator.CreateInstance(type));
            else
                Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
        }
    }

    private void AfterTheEnd()
    {
        Action[] callbacks;
        lock (_whenTerminated)
        {
            callbacks = [.. Enumerable.Reverse(_whenTerminated)];
            _whenTerminated.Clear();
        }

        foreach (var callback in callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception failure)
            {
                Settings.StdoutLogger.Tell(
                    new Error(failure, Name, GetType(), "a termination callback failed"), ActorRefs.NoSender);
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.Shutdown();
        _terminated.TrySetResult();
    }

    private sealed class TerminatedTooSoon() : AkkaException("ActorSystem already terminated.");
}
