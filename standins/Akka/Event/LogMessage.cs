using System.Globalization;

namespace Akka.Event;

/// <summary>Puts arguments into text.</summary>
public interface ILogMessageFormatter
{
    /// <summary>The text with its arguments.</summary>
    string Format(string format, params object[] args);

    /// <summary>The text with its arguments.</summary>
    string Format(string format, IEnumerable<object> args);
}

/// <summary>Uses the form of string.Format.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The only instance.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    /// <inheritdoc />
    public string Format(string format, params object[] args) =>
        string.Format(CultureInfo.CurrentCulture, format, args);

    /// <inheritdoc />
    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

/// <summary>Text with arguments that are not put in yet.</summary>
public abstract class LogMessage
{
    /// <summary>Puts the arguments in.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>Creates the message.</summary>
    public LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The text with places for arguments.</summary>
    public string Format { get; }

    /// <summary>The arguments as text.</summary>
    public abstract string Unformatted();

    /// <summary>The arguments.</summary>
    public abstract IEnumerable<object> Parameters();
}

/// <summary>Text with an array of arguments.</summary>
internal sealed class DefaultLogMessage(ILogMessageFormatter formatter, string format, object[] args)
    : LogMessage(formatter, format)
{
    public override string Unformatted() => string.Join(",", args);

    public override IEnumerable<object> Parameters() => args;

    public override string ToString() => Formatter.Format(Format, args);
}
