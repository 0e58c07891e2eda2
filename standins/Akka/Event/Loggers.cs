using Akka.Actor;

namespace Akka.Event;

/// <summary>A logger that is no actor.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    /// <inheritdoc />
    public sealed override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    /// <inheritdoc />
    public sealed override IActorRefProvider Provider =>
        throw new NotSupportedException("This logger does not provide.");

    /// <inheritdoc />
    protected sealed override void TellInternal(object message, IActorRef sender) => Log(message);

    /// <summary>Writes.</summary>
    protected abstract void Log(object message);
}

/// <summary>Writes to the console.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock Writing = new();

    /// <summary>The colour of level debug.</summary>
    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    /// <summary>The colour of level info.</summary>
    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    /// <summary>The colour of level warning.</summary>
    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    /// <summary>The colour of level error.</summary>
    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    /// <summary>Whether there are colours.</summary>
    public static bool UseColors { get; set; } = true;

    /// <inheritdoc />
    protected override void Log(object message)
    {
        var color = (message as LogEvent)?.LogLevel() switch
        {
            LogLevel.DebugLevel => DebugColor,
            LogLevel.InfoLevel => InfoColor,
            LogLevel.WarningLevel => WarningColor,
            LogLevel.ErrorLevel => ErrorColor,
            _ => (ConsoleColor?)null,
        };
        var text = Text(message);
        lock (Writing)
        {
            if (color is not { } chosen || !UseColors || Console.IsOutputRedirected)
            {
                Console.WriteLine(text);
                return;
            }

            Console.ForegroundColor = chosen;
            Console.WriteLine(text);
            Console.ResetColor();
        }
    }

    private static string Text(object message)
    {
        try
        {
            return message.ToString();
        }
        catch (FormatException) when (message is LogEvent { Message: LogMessage log } logged)
        {
            return $"[ERROR][{logged.LogSource}] The format '{log.Format}' does not fit its arguments " +
                $"({log.Unformatted()}).";
        }
    }
}

/// <summary>The default logger: writes to the console from an actor of its own.</summary>
public class DefaultLogger : ActorBase
{
    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logged:
                Print(logged);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes an event.</summary>
    protected virtual void Print(LogEvent logEvent) =>
        Context.System.Settings.StdoutLogger.Tell(logEvent, ActorRefs.NoSender);
}
