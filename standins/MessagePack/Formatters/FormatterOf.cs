using System.Runtime.ExceptionServices;

namespace MessagePack.Formatters;

/// <summary>
/// The formatter of a type, made when it is first needed. A type that cannot be serialized fails at each use with the
/// same message.
/// </summary>
internal static class FormatterOf<T>
{
    private static readonly IMessagePackFormatter<T>? _value;
    private static readonly ExceptionDispatchInfo? _failure;

    static FormatterOf()
    {
        try
        {
            _value = (IMessagePackFormatter<T>)FormatterFactory.Create(typeof(T));
        }
        catch (MessagePackSerializationException failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    public static IMessagePackFormatter<T> Value
    {
        get
        {
            _failure?.Throw();
            return _value!;
        }
    }
}
