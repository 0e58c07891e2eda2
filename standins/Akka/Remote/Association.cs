using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>
/// What this system knows of one peer, and what waits to be sent to it. <see cref="OutboundLine"/> connects, writes and
/// connects again in a thread of its own. Messages keep their order. Those of users are sent at most once; those of the
/// library are kept until the same incarnation of the peer has acknowledged them.
/// </summary>
internal sealed partial class Association
{
    // What users tell a peer that cannot be reached is bounded by this number and by retry-gate-closed-for.
    private const int MostBuffered = 50_000;

    private readonly RemoteTransport _transport;
    private readonly object _gate = new();
    private readonly Queue<Outgoing> _priority = [];
    private readonly Queue<Outgoing> _unacknowledged = [];
    private readonly HashSet<int> _gone = [];
    private readonly OutboundLine _line;
    private Queue<Outgoing> _queue = [];
    private long _lastNumber;
    private long _lastAlive = Environment.TickCount64;
    private int _systemWaiting;
    private bool _connected;
    private bool _idle = true;
    private bool _isThere;
    private bool _closing;
    private long _closeBy;

    public Association(RemoteTransport transport, Address remoteAddress)
    {
        _transport = transport;
        RemoteAddress = remoteAddress;
        _line = new OutboundLine(transport, this);
    }

    /// <summary>The peer.</summary>
    public Address RemoteAddress { get; }

    /// <summary>The incarnation of the peer that was last heard of, or null.</summary>
    public int? RemoteUid { get; private set; }

    /// <summary>Watches between here and there.</summary>
    public RemoteWatches Watches { get; } = new();

    /// <summary>Whether messages can be written right now.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _connected;
        }
    }

    /// <summary>Whether the incarnation that was last heard of is gone.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
                return RemoteUid is { } uid && _gone.Contains(uid);
        }
    }

    /// <summary>Whether the peer was told that this system ends.</summary>
    public bool HasSaidGoodbye => _line.HasSaidGoodbye;

    /// <summary>How long nothing has been heard from the peer.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _lastAlive));

    /// <summary>Ends an attempt to connect that has taken too long.</summary>
    public void LookAtTime() => _line.LookAtTime();

    /// <summary>Something was heard from the peer.</summary>
    public void Touch() => Interlocked.Exchange(ref _lastAlive, Environment.TickCount64);

    /// <summary>Puts a message in line.</summary>
    public void Send(object message, IActorRef sender, RemoteActorRef recipient)
    {
        var isSystem = message is ISystemMessage;
        var outgoing = new Outgoing(message, sender, recipient, Environment.TickCount64);
        bool isLost, overflow = false;
        lock (_gate)
        {
            isLost = _closing || (!isSystem && !_connected && _queue.Count >= MostBuffered);
            if (!isLost)
                overflow = Enqueue(outgoing);
        }

        if (isLost)
            _transport.Lost(outgoing);
        // Not here: the caller may be a delivery of another peer, whose locks are not to be held meanwhile.
        if (overflow)
            ThreadPool.UnsafeQueueUserWorkItem(
                _ => Leave(RemoteUid, quarantine: true, "more system messages wait than system-message-buffer-size"), null);
    }

    /// <summary>Ends the association; what waits has until then to be sent.</summary>
    public void Close(long closeBy)
    {
        lock (_gate)
        {
            _closing = true;
            _closeBy = closeBy;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is sent or given up after <see cref="Close"/>.</summary>
    public void Join(TimeSpan limit)
    {
        _line.Join(limit);
        List<Outgoing> rest;
        lock (_gate)
            rest = TakeAll();
        rest.ForEach(_transport.Lost);
        CloseInbound();
    }

    /// <summary>The peer has this incarnation now. False when it is one that was given up.</summary>
    public bool Adopt(int uid)
    {
        const string reason = "another incarnation is at its address";
        List<Outgoing> dropped;
        int? old;
        lock (_deliveries)
            lock (_gate)
            {
                if (_gone.Contains(uid))
                    return false;
                if (RemoteUid == uid)
                    return true;
                old = RemoteUid;
                RemoteUid = uid;
                if (old is null)
                    return true;
                // What waits since that one was given up is for whoever is there now.
                if (!_gone.Add(old.Value))
                    return true;
                dropped = TakeSystem();
                _lastNumber = 0;
                _lastReceived = 0;
                _inbound?.Close();
                _inbound = null;
                _line.Break(old, reason);
            }

        dropped.ForEach(_transport.Lost);
        Watches.AddressTerminated();
        _transport.ReportLost(this, old.Value, isGone: true, reason);
        return true;
    }

    /// <summary>Gives an incarnation up (null: whichever is there): nothing is sent to it or taken from it any more, and
    /// those who watch its actors are told. One that has been replaced before is only remembered.</summary>
    public void Leave(int? uid, bool quarantine, string reason)
    {
        List<Outgoing> dropped;
        int? left;
        lock (_deliveries)
            lock (_gate)
            {
                if (uid is { } given && RemoteUid is { } known && known != given)
                {
                    _gone.Add(given);
                    return;
                }

                left = uid ?? RemoteUid;
                RemoteUid ??= left;
                if (left is { } mark && !_gone.Add(mark))
                    left = null;
                dropped = TakeAll();
                _lastNumber = 0;
                _lastReceived = 0;
                _inbound?.Close();
                _inbound = null;
                _line.Break(null, reason);
                Monitor.PulseAll(_gate);
            }

        dropped.ForEach(_transport.Lost);
        Watches.AddressTerminated();
        if (left is not { } news)
            return;
        if (quarantine)
            _transport.Publish(new QuarantinedEvent(RemoteAddress, news));
        _transport.ReportLost(this, news, isGone: true, reason);
    }

    /// <summary>The peer takes nothing from this incarnation: all that waits for it is lost.</summary>
    public void GiveUp()
    {
        List<Outgoing> dropped;
        lock (_gate)
        {
            dropped = TakeAll();
            _lastNumber = 0;
        }

        dropped.ForEach(_transport.Lost);
        Watches.AddressTerminated();
    }

    // Whether too many messages of the library wait; the gate is held.
    private bool Enqueue(Outgoing outgoing)
    {
        (outgoing.Message is IPriorityMessage ? _priority : _queue).Enqueue(outgoing);
        if (outgoing.IsSystem)
            _systemWaiting++;
        _line.Start();
        Monitor.PulseAll(_gate);
        return _systemWaiting > _transport.Settings.SysMsgBufferSize;
    }

    // All that waits, in order; the gate is held.
    private List<Outgoing> TakeAll()
    {
        List<Outgoing> all = [.. _unacknowledged, .. _priority, .. _queue];
        _unacknowledged.Clear();
        _priority.Clear();
        _queue.Clear();
        _systemWaiting = 0;
        return all;
    }

    // The messages of the library that wait; the gate is held.
    private List<Outgoing> TakeSystem()
    {
        List<Outgoing> system = [.. _unacknowledged, .. _queue.Where(waiting => waiting.IsSystem)];
        _unacknowledged.Clear();
        _queue = new Queue<Outgoing>(_queue.Where(waiting => !waiting.IsSystem));
        _systemWaiting = 0;
        return system;
    }
}
