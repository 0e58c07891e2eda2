using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    // A null message means that the watcher is told Terminated.
    private readonly Dictionary<IActorRef, object> _watching = new(0);
    private readonly Dictionary<IActorRef, object> _terminatedQueued = new(0);
    private readonly HashSet<IActorRef> _watchedBy = new(0);

    /// <inheritdoc />
    public IActorRef Watch(IActorRef subject) => StartWatching(subject, null);

    /// <inheritdoc />
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    /// <inheritdoc />
    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watching.Remove(subject))
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        _terminatedQueued.Remove(subject);
        return subject;
    }

    /// <summary>A stashed <see cref="Terminated"/> goes back to the mailbox.</summary>
    internal void RequeueTerminated(IActorRef subject) => _terminatedQueued[subject] = null;

    private IActorRef StartWatching(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self) || !_watching.TryAdd(subject, message))
            return subject;
        var watchee = (IInternalActorRef)subject;
        watchee.SendSystemMessage(new Watch(watchee, _self));
        return subject;
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self))
            _watchedBy.Add(watcher);
        else if (watcher.Equals(_self))
            Watch(watchee);
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self))
            _watchedBy.Remove(watcher);
        else if (watcher.Equals(_self))
            Unwatch(watchee);
    }

    private void HandleDeath(DeathWatchNotification gone)
    {
        if (_watching.Remove(gone.Actor, out var message) && _pending != PendingStep.Terminate)
        {
            _terminatedQueued[gone.Actor] = message;
            SendMessage(
                new Terminated(gone.Actor, gone.ExistenceConfirmed, gone.AddressTerminated), gone.Actor);
        }

        if (TryGetChild(gone.Actor, out _))
            HandleChildDeath(gone.Actor);
    }

    private void DeliverTerminated(Terminated terminated)
    {
        if (_terminatedQueued.Remove(terminated.ActorRef, out var message))
            ReceiveMessage(message ?? terminated);
    }

    private void HandleAddressTerminated(Address address)
    {
        _watchedBy.RemoveWhere(watcher => watcher.Path.Address == address);
        foreach (var subject in _watching.Keys.Where(subject => subject.Path.Address == address).ToList())
            _self.SendSystemMessage(new DeathWatchNotification(subject, true, true));
    }

    private void TellWatchers()
    {
        foreach (var watcher in _watchedBy.Cast<IInternalActorRef>().OrderBy(watcher => watcher.IsLocal))
        {
            if (!watcher.Equals(_parent))
                watcher.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        }

        _watchedBy.Clear();
    }

    private void UnwatchAll()
    {
        foreach (var subject in _watching.Keys.Cast<IInternalActorRef>())
            subject.SendSystemMessage(new Unwatch(subject, _self));
        _watching.Clear();
        _terminatedQueued.Clear();
    }
}
