using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>Turns waiting messages into frames, in the thread of one writer.</summary>
internal sealed class MessageCodec(RemoteTransport transport)
{
    /// <summary>Appends the frame of a message. One that cannot be written or is too large is logged and left out.</summary>
    public void Write(WireWriter writer, Outgoing outgoing)
    {
        var start = writer.Length;
        try
        {
            Akka.Serialization.Serialization.WithTransport(
                transport.Information, () => WriteFrame(writer, outgoing));
        }
        catch (Exception cause) when (!outgoing.IsSystem)
        {
            // Serializers are the user's, so anything may come out of them.
            writer.Reset(start);
            transport.Log.Error(
                cause, "Transient association error (association remains live): the message {0} to {1} is dropped. {2}",
                outgoing.Message.GetType(), outgoing.Recipient, cause.Message);
        }
    }

    private bool WriteFrame(WireWriter writer, Outgoing outgoing)
    {
        var kind = outgoing.IsSystem ? FrameKind.System : FrameKind.Message;
        var start = writer.BeginFrame(kind);
        if (outgoing.IsSystem)
        {
            writer.Long(outgoing.Number);
            writer.Text(outgoing.Recipient.WirePath);
            SystemMessages.Write(writer, outgoing.Message);
        }
        else
        {
            writer.Text(outgoing.Recipient.WirePath);
            writer.Text(outgoing.Sender is null ? null : SenderPath(outgoing.Sender));
            Payload.Write(writer, outgoing.Message, transport.System);
        }

        var length = writer.EndFrame(start);
        if (!outgoing.IsSystem && length > transport.Settings.MaximumFrameSize)
            throw new OversizedPayloadException(
                $"Discarding oversized payload sent to {outgoing.Recipient}: max allowed size " +
                $"{transport.Settings.MaximumFrameSize} bytes, actual size of encoded {outgoing.Message.GetType()} was " +
                $"{length} bytes. Send it in parts or raise akka.remote.dot-netty.tcp.maximum-frame-size on all nodes.");
        return true;
    }

    private static string SenderPath(IActorRef sender) => sender is RemoteActorRef remote
        ? remote.WirePath
        : Akka.Serialization.Serialization.SerializedActorPath(sender);
}
