using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Util;

namespace Akka.Remote.Serialization;

/// <summary>Exceptions as type, message, stack and cause. A type that cannot be made here again, from a message or a
/// message and a cause, comes out as <see cref="RemoteTransportException"/> that names it.</summary>
internal static class ExceptionCodec
{
    private const int Deepest = 16;

    public static void Write(WireWriter writer, Exception exception, int depth = 0)
    {
        writer.Boolean(exception is not null && depth < Deepest);
        if (exception is null || depth >= Deepest)
            return;
        writer.Text(Akka.Serialization.Serialization.TypeManifest(exception.GetType()));
        writer.Text(exception.Message);
        writer.Text(exception.StackTrace);
        Write(writer, exception.InnerException, depth + 1);
    }

    public static Exception Read(ref WireReader reader, int depth = 0)
    {
        if (!reader.Boolean())
            return null;
        if (depth >= Deepest)
            throw new InvalidDataException("An exception has too many causes.");
        var type = reader.Text();
        var message = reader.Text();
        var stack = reader.Text();
        var made = Make(type, message, Read(ref reader, depth + 1));
        return stack is null ? made : System.Runtime.ExceptionServices.ExceptionDispatchInfo.SetRemoteStackTrace(made, stack);
    }

    private static Exception Make(string name, string message, Exception cause)
    {
        var type = TypeNames.Find(name);
        if (type is { IsAbstract: false } && typeof(Exception).IsAssignableFrom(type))
        {
            if (type.GetConstructor([typeof(string), typeof(Exception)]) is { } whole)
                return (Exception)whole.Invoke([message, cause]);
            if (type.GetConstructor([typeof(string)]) is { } part)
                return (Exception)part.Invoke([message]);
        }

        return new RemoteTransportException($"{name}: {message}", cause);
    }
}
