using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>Which actors here watch which actors of one peer, and the other way round, so that the end of the peer can
/// be told to all of them.</summary>
internal sealed class RemoteWatches
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> _watchersOfRemote = [];
    private readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> _remoteWatchersOf = [];

    /// <summary>Whether an actor of the peer is watched.</summary>
    public bool Any
    {
        get
        {
            lock (_gate)
                return _watchersOfRemote.Count > 0;
        }
    }

    /// <summary>An actor here watches one of the peer.</summary>
    public void Add(IInternalActorRef remote, IInternalActorRef watcher)
    {
        lock (_gate)
            AddTo(_watchersOfRemote, remote, watcher);
    }

    /// <summary>It watches no more.</summary>
    public void Remove(IInternalActorRef remote, IInternalActorRef watcher)
    {
        lock (_gate)
            RemoveFrom(_watchersOfRemote, remote, watcher);
    }

    /// <summary>An actor of the peer watches one here.</summary>
    public void Remember(IInternalActorRef local, IInternalActorRef remoteWatcher)
    {
        lock (_gate)
            AddTo(_remoteWatchersOf, local, remoteWatcher);
    }

    /// <summary>It watches no more.</summary>
    public void Forget(IInternalActorRef local, IInternalActorRef remoteWatcher)
    {
        lock (_gate)
            RemoveFrom(_remoteWatchersOf, local, remoteWatcher);
    }

    /// <summary>An actor of the peer has ended; gives the reference by which the watcher knows it, which may be one
    /// without an incarnation.</summary>
    public IInternalActorRef Ended(IInternalActorRef remote, IInternalActorRef watcher)
    {
        lock (_gate)
        {
            if (RemoveFrom(_watchersOfRemote, remote, watcher))
                return remote;
            var loose = _watchersOfRemote.Keys.FirstOrDefault(
                known => known.Path.Uid == 0 && known.Path.Equals(remote.Path));
            return loose is not null && RemoveFrom(_watchersOfRemote, loose, watcher) ? loose : remote;
        }
    }

    /// <summary>The peer is gone: all who watch its actors are told, and its watchers are forgotten.</summary>
    public void AddressTerminated()
    {
        List<(IInternalActorRef Remote, IInternalActorRef Watcher)> watched;
        List<(IInternalActorRef Local, IInternalActorRef Watcher)> watching;
        lock (_gate)
        {
            watched = [.. _watchersOfRemote.SelectMany(of => of.Value.Select(watcher => (of.Key, watcher)))];
            watching = [.. _remoteWatchersOf.SelectMany(of => of.Value.Select(watcher => (of.Key, watcher)))];
            _watchersOfRemote.Clear();
            _remoteWatchersOf.Clear();
        }

        foreach (var (remote, watcher) in watched)
            watcher.SendSystemMessage(new DeathWatchNotification(remote, false, true));
        foreach (var (local, watcher) in watching)
            local.SendSystemMessage(new Unwatch(local, watcher));
    }

    private static void AddTo(
        Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> watches, IInternalActorRef watchee,
        IInternalActorRef watcher)
    {
        if (!watches.TryGetValue(watchee, out var watchers))
            watches[watchee] = watchers = [];
        watchers.Add(watcher);
    }

    private static bool RemoveFrom(
        Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> watches, IInternalActorRef watchee,
        IInternalActorRef watcher)
    {
        if (!watches.TryGetValue(watchee, out var watchers) || !watchers.Remove(watcher))
            return false;
        if (watchers.Count == 0)
            watches.Remove(watchee);
        return true;
    }
}
