using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>
/// The connections of one system with others. This is what membership uses: <see cref="Uid"/>,
/// <see cref="Quarantine"/>, <see cref="Associations"/>, <see cref="AssociationLost"/> and
/// <see cref="IsWatchedElsewhere"/>.
/// </summary>
internal sealed class RemoteTransport
{
    // Connections that peers have made, and those of them that have not said yet who they are.
    private const int MostInbound = 1024;
    private const int MostUnknown = 64;

    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly ConcurrentDictionary<InboundLine, bool> _inbound = new();
    private readonly object _gate = new();
    private readonly Socket _listener;
    private bool _closed;
    private bool _isFull;
    private long _closeBy = long.MaxValue;

    /// <summary>Takes the port and listens, without taking connections yet.</summary>
    /// <exception cref="RemoteTransportException">The place is taken or not of this machine.</exception>
    public RemoteTransport(string systemName, RemoteSettings settings)
    {
        Settings = settings;
        try
        {
            _listener = Dialing.Listen(settings);
        }
        catch (SocketException cause)
        {
            throw new RemoteTransportException(
                $"Cannot listen on {settings.Hostname}:{settings.Port} (akka.remote.dot-netty.tcp.hostname and port): " +
                $"{cause.Message}. Choose another port, or 0 for any free one.", cause);
        }

        var port = settings.PublicPort > 0 ? settings.PublicPort : ((IPEndPoint)_listener.LocalEndPoint).Port;
        LocalAddress = new Address(settings.Tls is null ? "akka.tcp" : "akka.ssl.tcp", systemName, settings.PublicHostname, port);
    }

    /// <summary>A connection with a peer has ended, or its incarnation is gone for good. Called in the threads of
    /// connections: a handler must only pass it on.</summary>
    public event Action<AssociationLost> AssociationLost;

    /// <summary>Says of an address whether somebody else (the membership) decides when it is gone, so that the failure
    /// detector of watches leaves it alone.</summary>
    public Func<Address, bool> IsWatchedElsewhere { get; set; } = _ => false;

    /// <summary>The address of this system.</summary>
    public Address LocalAddress { get; }

    /// <summary>The incarnation of this system, the one that <see cref="AddressUidExtension"/> tells.</summary>
    public int Uid { get; private set; }

    /// <summary>The system.</summary>
    public ActorSystemImpl System { get; private set; }

    /// <summary>The settings.</summary>
    public RemoteSettings Settings { get; }

    /// <summary>All peers that there has been anything for or from.</summary>
    public IReadOnlyCollection<Association> Associations => [.. _associations.Values];

    /// <summary>Where this writes to the log.</summary>
    public ILoggingAdapter Log { get; private set; }

    /// <summary>Writes messages as frames.</summary>
    public MessageCodec Codec { get; private set; }

    /// <summary>For whom messages are serialised.</summary>
    public Information Information { get; private set; }

    /// <summary>Whether the time of the shutdown is over.</summary>
    public bool IsCutOff => Environment.TickCount64 >= Interlocked.Read(ref _closeBy);

    /// <summary>A thread of this transport, not started.</summary>
    public static Thread NewThread(Action run, string name) => new(() => run())
    {
        IsBackground = true,
        Name = name,
        Priority = ThreadPriority.AboveNormal,
    };

    /// <summary>Takes connections from now on.</summary>
    public void Start(ActorSystemImpl system)
    {
        System = system;
        Log = Logging.GetLogger(system, "remoting");
        Uid = AddressUidExtension.Uid(system);
        Codec = new MessageCodec(this);
        Information = new Information(LocalAddress, system);
        NewThread(Accept, $"remote-accept-{LocalAddress.Port}").Start();
        NewThread(LookAtWatches, $"remote-watches-{LocalAddress.Port}").Start();
        Publish(new RemotingListenEvent([LocalAddress]));
    }

    /// <summary>What is known of a peer.</summary>
    public Association AssociationTo(Address address) => _associations.GetOrAdd(address, at => new Association(this, at));

    /// <summary>Gives up an incarnation of a peer (null: whichever is there): its connections are closed, nothing is
    /// sent to it or taken from it any more, and those who watch its actors are told that the address terminated. A new
    /// incarnation at the address is welcome.</summary>
    public void Quarantine(Address address, int? uid) =>
        AssociationTo(address).Leave(uid, quarantine: true, "it was quarantined");

    /// <summary>Whether an address is of this system.</summary>
    public bool IsOwn(Address address) => address == LocalAddress;

    /// <summary>Sends what waits, for a bounded time, says goodbye to all peers and closes.</summary>
    public void Shutdown()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _listener.Dispose();
        if (System is null)
            return;
        var closeBy = Environment.TickCount64 + (long)Settings.FlushWait.TotalMilliseconds;
        Interlocked.Exchange(ref _closeBy, closeBy);
        foreach (var association in _associations.Values)
            association.Close(closeBy);
        foreach (var association in _associations.Values)
            association.Join(Left(closeBy) + TimeSpan.FromSeconds(1));
        var silent = _inbound.Keys.Where(line => line.Association is { HasSaidGoodbye: false }).ToList();
        silent.ForEach(line => line.SayGoodbye());
        silent.ForEach(line => line.Join(TimeSpan.FromSeconds(1)));
        foreach (var line in _inbound.Keys)
            line.Close();
        Publish(new RemotingShutdownEvent());
    }

    /// <summary>A connection that a peer made has ended.</summary>
    public void Ended(InboundLine line) => _inbound.TryRemove(line, out _);

    /// <summary>A message could not be sent.</summary>
    public void Lost(Outgoing outgoing)
    {
        if (outgoing.IsSystem || System is null)
            return;
        var deadLetters = System.DeadLetters;
        var sender = outgoing.Sender.IsNobody() ? deadLetters : outgoing.Sender;
        deadLetters.Tell(new DeadLetter(outgoing.Message, sender, outgoing.Recipient), sender);
    }

    /// <summary>Tells those who listen that a connection has ended.</summary>
    public void ReportLost(Association association, int uid, bool isGone, string reason)
    {
        var lost = new AssociationLost(association.RemoteAddress, uid, isGone, reason);
        if (!_closed)
            Log.Log(
                isGone ? LogLevel.DebugLevel : LogLevel.WarningLevel, null,
                $"The connection with {lost.RemoteAddress} (uid {uid}) has ended: {reason}.");
        AssociationLost?.Invoke(lost);
    }

    /// <summary>Tells an event to the event stream and the log.</summary>
    public void Publish(RemotingLifecycleEvent happened)
    {
        System.EventStream.Publish(happened);
        if (Settings.LogRemoteLifecycleEvents && (!_closed || happened.LogLevel() < LogLevel.WarningLevel))
            Log.Log(happened.LogLevel(), null, happened.ToString());
    }

    private static TimeSpan Left(long closeBy) =>
        TimeSpan.FromMilliseconds(Math.Max(0, closeBy - Environment.TickCount64));

    private void Accept()
    {
        while (true)
        {
            try
            {
                Take(_listener.Accept());
            }
            catch (ObjectDisposedException) when (_closed)
            {
                return;
            }
            catch (SocketException cause)
            {
                if (_closed)
                    return;
                Log.Warning("A connection could not be taken: {0}", cause.Message);
                lock (_gate)
                    Monitor.Wait(_gate, Settings.BackoffPeriod);
            }
        }
    }

    private void Take(Socket socket)
    {
        var wasFull = _isFull;
        _isFull = _inbound.Count >= MostInbound || _inbound.Keys.Count(other => other.Association is null) >= MostUnknown;
        if (_isFull)
        {
            // The first one refused is news, the next ones are not.
            if (!wasFull)
                Log.Warning("The connection from {0} is refused: there are too many.", socket.RemoteEndPoint);
            socket.Dispose();
            return;
        }

        var line = new InboundLine(this, socket);
        _inbound[line] = true;
        line.Start();
    }

    // Watched peers that stay silent are given up, unless the membership decides about them.
    private void LookAtWatches()
    {
        var interval = Settings.WatchUnreachableReaperInterval;
        while (true)
        {
            var before = Environment.TickCount64;
            lock (_gate)
            {
                if (_closed || (Monitor.Wait(_gate, interval) && _closed))
                    return;
            }

            foreach (var association in _associations.Values)
                association.LookAtTime();
            foreach (var line in _inbound.Keys)
                line.LookAtTime();

            // Whoever was stopped itself knows nothing of the silence of others.
            if (Environment.TickCount64 - before > 2 * (long)interval.TotalMilliseconds + 1000)
                continue;
            foreach (var association in _associations.Values)
            {
                if (association.Watches.Any && association.Silence > Settings.WatchPause
                    && !IsWatchedElsewhere(association.RemoteAddress))
                    association.Leave(association.RemoteUid, quarantine: true, $"nothing was heard for {Settings.WatchPause}");
            }
        }
    }
}
