using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What the configuration says about the system as a whole.</summary>
public class Settings
{
    private readonly Config _user;
    private Config _fallback;

    /// <summary>Reads the configuration.</summary>
    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty) { }

    /// <summary>Reads the configuration.</summary>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _user = config;
        _fallback = ConfigurationFactory.Default();
        Rebuild();
        var bootstrap = setup.Get<BootstrapSetup>();
        ProviderSelectionType = bootstrap.HasValue && bootstrap.Value.ActorRefProvider.HasValue
            ? bootstrap.Value.ActorRefProvider.Value
            : ProviderSelection.From(Config.GetString("akka.actor.provider"));
        ReadLogging();
        ReadShutdown();
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>What was set up in code.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>The user's configuration with all defaults behind it.</summary>
    public Config Config { get; private set; }

    /// <summary>The kind of references.</summary>
    public ProviderSelection ProviderSelectionType { get; }

    /// <summary>The type that makes references.</summary>
    public string ProviderClass => ProviderSelectionType.Fqn;

    /// <summary>Whether the system is a member of a cluster.</summary>
    public bool HasCluster => ProviderSelectionType.HasCluster;

    /// <summary>The type of the scheduler.</summary>
    public string SchedulerClass => Config.GetString("akka.scheduler.implementation");

    /// <summary>The type that makes the strategy of the user guardian.</summary>
    public string SupervisorStrategyClass => Config.GetString("akka.actor.guardian-supervisor-strategy");

    /// <summary>How long a question waits when it does not say.</summary>
    public TimeSpan AskTimeout => Config.GetTimeSpan("akka.actor.ask-timeout");

    /// <summary>Whether every message is serialised and back.</summary>
    public bool SerializeAllMessages => Config.GetBoolean("akka.actor.serialize-messages");

    /// <summary>The level of the loggers.</summary>
    public string LogLevel { get; private set; }

    /// <summary>The level until the loggers are there.</summary>
    public string StdoutLogLevel { get; private set; }

    /// <summary>The types of the loggers.</summary>
    public IList<string> Loggers { get; private set; }

    /// <summary>The dispatcher of the loggers.</summary>
    public string LoggersDispatcher { get; private set; }

    /// <summary>How long loggers may take to start.</summary>
    public TimeSpan LoggerStartTimeout { get; private set; }

    /// <summary>How messages with arguments become text.</summary>
    public ILogMessageFormatter LogFormatter { get; private set; }

    /// <summary>Writes to the console.</summary>
    public MinimalLogger StdoutLogger { get; } = new StandardOutLogger();

    /// <summary>Whether the configuration is logged.</summary>
    public bool LogConfigOnStart { get; private set; }

    /// <summary>How many dead letters are logged.</summary>
    public int LogDeadLetters { get; private set; }

    /// <summary>Whether dead letters are logged while the system ends.</summary>
    public bool LogDeadLettersDuringShutdown { get; private set; }

    /// <summary>After how long dead letters are logged again.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; private set; }

    /// <summary>Whether messages of actors that wear <see cref="ILogReceive"/> are logged.</summary>
    public bool AddLoggingReceive { get; private set; }

    /// <summary>Whether messages that every actor understands are logged.</summary>
    public bool DebugAutoReceive { get; private set; }

    /// <summary>Whether starts and ends are logged.</summary>
    public bool DebugLifecycle { get; private set; }

    /// <summary>Whether unhandled messages are logged at level debug.</summary>
    public bool DebugUnhandledMessage { get; private set; }

    /// <summary>Whether subscriptions are logged.</summary>
    public bool DebugEventStream { get; private set; }

    /// <summary>Whether the coordinated shutdown ends the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; private set; }

    /// <summary>Whether ending the system runs the coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; private set; }

    /// <summary>Puts the defaults of an extension behind everything.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallback = config.WithFallback(_fallback);
        Rebuild();
    }

    /// <inheritdoc />
    public override string ToString() => Config.ToString(true);

    private void Rebuild() => Config = _user.SafeWithFallback(_fallback);

    private void ReadLogging()
    {
        LogLevel = Config.GetString("akka.loglevel");
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel");
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LogFormatter = Formatter(Config.GetString("akka.logger-formatter"));
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = Config.GetString("akka.log-dead-letters") switch
        {
            "on" or "true" => int.MaxValue,
            "off" or "false" => 0,
            _ => Config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
    }

    private void ReadShutdown()
    {
        const string section = "akka.coordinated-shutdown";
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean($"{section}.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean($"{section}.run-by-actor-system-terminate");
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and " +
                "akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
    }

    private static ILogMessageFormatter Formatter(string name)
    {
        var type = TypeNames.Resolve(name, "akka.logger-formatter");
        return type == typeof(DefaultLogMessageFormatter)
            ? DefaultLogMessageFormatter.Instance
            : (ILogMessageFormatter)Activator.CreateInstance(type);
    }
}
