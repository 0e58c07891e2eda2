using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>The messages of the library that go to other systems, as bytes.</summary>
internal static class SystemMessages
{
    public enum Kind : byte
    {
        Watch = 1,
        Unwatch = 2,
        DeathWatchNotification = 3,
        Terminate = 4,
    }

    public static void Write(WireWriter writer, object message)
    {
        switch (message)
        {
            case Watch watch:
                Write(writer, Kind.Watch, watch.Watcher);
                break;
            case Unwatch unwatch:
                Write(writer, Kind.Unwatch, unwatch.Watcher);
                break;
            case DeathWatchNotification gone:
                Write(writer, Kind.DeathWatchNotification, gone.Actor, gone.ExistenceConfirmed, gone.AddressTerminated);
                break;
            case Terminate:
                Write(writer, Kind.Terminate, null);
                break;
            default:
                throw new NotSupportedException($"{message.GetType()} stays inside one system.");
        }
    }

    /// <exception cref="InvalidDataException">The bytes are none of them.</exception>
    public static Content Read(ref WireReader reader)
    {
        var kind = (Kind)reader.Byte();
        var path = reader.Text();
        if (!Enum.IsDefined(kind) || (path is null) != (kind == Kind.Terminate))
            throw new InvalidDataException($"A message of the library has kind {(byte)kind} and path '{path}'.");
        return new Content(kind, path, reader.Boolean(), reader.Boolean());
    }

    private static void Write(
        WireWriter writer, Kind kind, IActorRef subject, bool existenceConfirmed = false, bool addressTerminated = false)
    {
        writer.Byte((byte)kind);
        writer.Text(subject is null ? null : Akka.Serialization.Serialization.SerializedActorPath(subject));
        writer.Boolean(existenceConfirmed);
        writer.Boolean(addressTerminated);
    }

    /// <summary>What was read.</summary>
    public sealed record Content(Kind Kind, string Path, bool ExistenceConfirmed, bool AddressTerminated);
}
