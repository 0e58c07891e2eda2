namespace Akka.Event;

/// <summary>Writes to the log.</summary>
public interface ILoggingAdapter
{
    /// <summary>Puts arguments into text.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether anybody reads level debug.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether anybody reads level info.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether anybody reads level warning.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether anybody reads level error.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether anybody reads a level.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Writes text with arguments.</summary>
    void Log(LogLevel logLevel, Exception cause, LogMessage message);

    /// <summary>Writes text.</summary>
    void Log(LogLevel logLevel, Exception cause, string format);
}

/// <summary>The base of what writes to the log.</summary>
public abstract class LoggingAdapterBase(ILogMessageFormatter logMessageFormatter) : ILoggingAdapter
{
    /// <inheritdoc />
    public ILogMessageFormatter Formatter { get; } = logMessageFormatter
        ?? throw new ArgumentNullException(nameof(logMessageFormatter), "The message formatter must not be null.");

    /// <inheritdoc />
    public abstract bool IsDebugEnabled { get; }

    /// <inheritdoc />
    public abstract bool IsInfoEnabled { get; }

    /// <inheritdoc />
    public abstract bool IsWarningEnabled { get; }

    /// <inheritdoc />
    public abstract bool IsErrorEnabled { get; }

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => IsDebugEnabled,
        LogLevel.InfoLevel => IsInfoEnabled,
        LogLevel.WarningLevel => IsWarningEnabled,
        LogLevel.ErrorLevel => IsErrorEnabled,
        _ => throw new NotSupportedException($"Unknown LogLevel {logLevel}"),
    };

    /// <inheritdoc />
    public void Log(LogLevel logLevel, Exception cause, LogMessage message) => NotifyLog(logLevel, message, cause);

    /// <inheritdoc />
    public void Log(LogLevel logLevel, Exception cause, string format) => NotifyLog(logLevel, format, cause);

    /// <summary>Writes.</summary>
    protected abstract void NotifyLog(LogLevel logLevel, object message, Exception cause = null);
}

/// <summary>Writes to the event stream.</summary>
public sealed class BusLogging(
    LoggingBus bus, string logSource, Type logClass, ILogMessageFormatter logMessageFormatter)
    : LoggingAdapterBase(logMessageFormatter)
{
    /// <summary>The event stream.</summary>
    public LoggingBus Bus { get; } = bus;

    /// <summary>Who writes.</summary>
    public string LogSource { get; } = logSource;

    /// <summary>The type of who writes.</summary>
    public Type LogClass { get; } = logClass;

    /// <inheritdoc />
    public override bool IsDebugEnabled => Bus.LogLevel <= LogLevel.DebugLevel;

    /// <inheritdoc />
    public override bool IsInfoEnabled => Bus.LogLevel <= LogLevel.InfoLevel;

    /// <inheritdoc />
    public override bool IsWarningEnabled => Bus.LogLevel <= LogLevel.WarningLevel;

    /// <inheritdoc />
    public override bool IsErrorEnabled => Bus.LogLevel <= LogLevel.ErrorLevel;

    /// <inheritdoc />
    protected override void NotifyLog(LogLevel logLevel, object message, Exception cause = null) =>
        Bus.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, LogSource, LogClass, message),
            LogLevel.InfoLevel => new Info(cause, LogSource, LogClass, message),
            LogLevel.WarningLevel => new Warning(cause, LogSource, LogClass, message),
            LogLevel.ErrorLevel => new Error(cause, LogSource, LogClass, message),
            _ => throw new NotSupportedException($"Unknown LogLevel {logLevel}"),
        });
}

/// <summary>Writes nothing.</summary>
public sealed class NoLogger : ILoggingAdapter
{
    /// <summary>The only instance.</summary>
    public static readonly ILoggingAdapter Instance = new NoLogger();

    private NoLogger() { }

    /// <inheritdoc />
    public ILogMessageFormatter Formatter => DefaultLogMessageFormatter.Instance;

    /// <inheritdoc />
    public bool IsDebugEnabled => false;

    /// <inheritdoc />
    public bool IsInfoEnabled => false;

    /// <inheritdoc />
    public bool IsWarningEnabled => false;

    /// <inheritdoc />
    public bool IsErrorEnabled => false;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => false;

    /// <inheritdoc />
    public void Log(LogLevel logLevel, Exception cause, LogMessage message) { }

    /// <inheritdoc />
    public void Log(LogLevel logLevel, Exception cause, string format) { }
}
