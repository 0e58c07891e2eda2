using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>Turns the frames of one connection into messages and gives them to actors.</summary>
internal sealed class Inbox(RemoteTransport transport, Association association, InboundLine line)
{
    private const int MostKnown = 512;
    private readonly Dictionary<string, IInternalActorRef> _known = [];

    /// <summary>Delivers a message. False when the connection does not count any more.</summary>
    /// <exception cref="InvalidDataException">The frame is no message.</exception>
    public bool Deliver(ref WireReader frame)
    {
        var to = frame.Text();
        var from = frame.Text();
        var serializer = frame.Int();
        var manifest = frame.Text();
        var bytes = frame.Bytes();
        if (to is null || frame.Left > 0)
            throw new InvalidDataException("A message has no recipient or more bytes than it says.");
        object message;
        try
        {
            message = transport.System.Serialization.Deserialize(bytes, serializer, manifest);
        }
        catch (Exception cause)
        {
            // Serializers are the user's, so anything may come out of them; the next message may well be sound.
            transport.Log.Error(
                cause, "A message of {0} bytes to {1} from {2} (serializer {3}, manifest '{4}') cannot be read; it is " +
                "dropped.", bytes.Length, to, association.RemoteAddress, serializer, manifest);
            return true;
        }

        var recipient = Resolve(to);
        var sender = from is null ? null : Resolve(from);
        return association.Deliver(line, () => Hand(recipient, to, message, sender));
    }

    /// <summary>Delivers a message of the library. False when the connection does not count any more.</summary>
    /// <exception cref="InvalidDataException">The frame is none.</exception>
    public bool DeliverSystem(ref WireReader frame)
    {
        var number = frame.Long();
        var to = frame.Text();
        var read = SystemMessages.Read(ref frame);
        if (to is null || frame.Left > 0)
            throw new InvalidDataException("A message of the library has no recipient or more bytes than it says.");
        return association.DeliverSystem(line, number, () => HandSystem(to, read));
    }

    private void Hand(IInternalActorRef recipient, string to, object message, IActorRef sender)
    {
        if (!recipient.IsLocal)
            transport.Log.Error(
                "A message of type {0} from {1} is dropped: its recipient {2} is not of this system, {3}.",
                message.GetType(), association.RemoteAddress, to, transport.LocalAddress);
        else if (message is ActorSelectionMessage selection)
            ActorSelection.Deliver(recipient, sender, selection);
        else
            recipient.Tell(message, sender);
    }

    private void HandSystem(string to, SystemMessages.Content content)
    {
        var recipient = Resolve(to);
        if (!recipient.IsLocal)
        {
            transport.Log.Error(
                "A message of the library from {0} is dropped: its recipient {1} is not of this system, {2}.",
                association.RemoteAddress, to, transport.LocalAddress);
            return;
        }

        switch (content.Kind)
        {
            case SystemMessages.Kind.Watch:
                var watcher = Resolve(content.Path);
                association.Watches.Remember(recipient, watcher);
                recipient.SendSystemMessage(new Watch(recipient, watcher));
                break;
            case SystemMessages.Kind.Unwatch:
                var former = Resolve(content.Path);
                association.Watches.Forget(recipient, former);
                recipient.SendSystemMessage(new Unwatch(recipient, former));
                break;
            case SystemMessages.Kind.DeathWatchNotification:
                var ended = association.Watches.Ended(Resolve(content.Path), recipient);
                recipient.SendSystemMessage(
                    new DeathWatchNotification(ended, content.ExistenceConfirmed, content.AddressTerminated));
                break;
            case SystemMessages.Kind.Terminate:
                recipient.SendSystemMessage(new Terminate());
                break;
        }
    }

    // Most messages go between few actors; walking the tree for each would cost more than the rest of the way.
    private IInternalActorRef Resolve(string path)
    {
        if (_known.TryGetValue(path, out var known) && known is RemoteActorRef or LocalActorRef { IsTerminated: false })
            return known;
        var found = (IInternalActorRef)transport.System.Provider.ResolveActorRef(path);
        if (_known.Count >= MostKnown)
            _known.Clear();
        if (found is RemoteActorRef or LocalActorRef)
            _known[path] = found;
        return found;
    }
}
