using System.Net.Sockets;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>The connection to one peer: a thread that connects and writes, and one that reads what the peer answers. The
/// threads are its own, so that a busy thread pool does not delay heartbeats.</summary>
internal sealed class OutboundLine(RemoteTransport transport, Association association)
{
    private const int MostPerBatch = 64;
    private const int FlushAt = 64 * 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly WireWriter _writer = new();
    private Thread _thread;
    private Connection _connection;
    private volatile Socket _opening;
    private volatile bool _isOutOfTime;
    private long _openUntil;
    private bool _isDown;

    /// <summary>Whether the peer was told that this system ends.</summary>
    public bool HasSaidGoodbye { get; private set; }

    /// <summary>Starts the thread unless it runs.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_thread is not null)
                return;
            _thread = RemoteTransport.NewThread(Run, $"remote-to-{association.RemoteAddress.HostPort()}");
            _thread.Start();
        }
    }

    /// <summary>Waits for the end of the thread; later what it still does is cut off.</summary>
    public void Join(TimeSpan limit)
    {
        Thread thread;
        lock (_gate)
            thread = _thread;
        if (thread is null || thread.Join(limit))
            return;
        Break(null, "the time of the shutdown is over");
        _opening?.Dispose();
        thread.Join(LongestPause);
    }

    /// <summary>Ends an attempt to connect, or a handshake, that has taken too long.</summary>
    public void LookAtTime()
    {
        if (_opening is not { } socket || (Environment.TickCount64 <= _openUntil && !transport.IsCutOff))
            return;
        _isOutOfTime = true;
        socket.Dispose();
    }

    /// <summary>Cuts the connection, if it is with this incarnation (null: with any).</summary>
    public void Break(int? uid, string reason)
    {
        lock (_gate)
        {
            if (_connection is { } open && (uid is null || open.Uid == uid))
                open.Break(reason);
        }
    }

    private void Run()
    {
        var pause = transport.Settings.BackoffPeriod;
        while (association.WaitForWork())
        {
            var connection = Open();
            if (connection is null)
            {
                association.Expire();
                association.Rest(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }

            pause = transport.Settings.BackoffPeriod;
            if (Use(connection))
                return;
            association.Rest(pause);
        }
    }

    private Connection Open()
    {
        Socket socket = null;
        try
        {
            // Sockets stay in blocking mode: another mode would wait by way of the thread pool. Whoever looks at the time
            // ends an attempt that takes too long.
            (socket, var place) = Dialing.Prepare(transport.Settings, association.RemoteAddress);
            _openUntil = Environment.TickCount64 + (long)transport.Settings.ConnectionTimeout.TotalMilliseconds;
            _opening = socket;
            socket.Connect(place);
            _openUntil = Environment.TickCount64 + (long)transport.Settings.ConnectionTimeout.TotalMilliseconds;
            var line = new ByteLine(socket);
            transport.Settings.Tls?.Secure(line, association.RemoteAddress.Host);
            var reader = new FrameReader(line);
            _writer.Reset();
            new Handshake(transport.LocalAddress, transport.Uid, association.RemoteAddress).WriteHello(_writer);
            line.SendAll(_writer.Written);
            var answer = reader.Next(Handshake.LongestFrame);
            if (answer.IsEmpty)
                throw new EndpointException("The other side closed the connection in the handshake.");
            if ((FrameKind)answer[0] == FrameKind.Refused)
            {
                Refused(new WireReader(answer[1..]));
                _opening = null;
                socket.Dispose();
                return null;
            }

            var welcome = Handshake.Read(answer, FrameKind.Welcome);
            if (!association.Adopt(welcome.Uid))
                throw new EndpointException($"The incarnation {welcome.Uid} there is quarantined or has shut down.");
            var connection = new Connection(line, reader, welcome.Uid);
            lock (_gate)
                _connection = connection;
            if (association.IsGone || association.RemoteUid != welcome.Uid)
                throw new EndpointException($"The incarnation {welcome.Uid} there was given up meanwhile.");
            association.Touch();
            _isDown = false;
            _opening = null;
            return connection;
        }
        catch (Exception cause) when (cause is SocketException or IOException or InvalidDataException
            or EndpointException or ObjectDisposedException)
        {
            socket?.Dispose();
            _opening = null;
            var why = _isOutOfTime
                ? new EndpointException("No answer within connection-timeout.", cause)
                : cause;
            _isOutOfTime = false;
            // The first failure is news, the next ones are not.
            transport.Publish(new AssociationErrorEvent(
                why, transport.LocalAddress, association.RemoteAddress, false,
                _isDown ? LogLevel.DebugLevel : LogLevel.WarningLevel));
            _isDown = true;
            return null;
        }
    }

    private void Refused(WireReader reader)
    {
        var quarantined = reader.Boolean();
        var reason = reader.Text();
        if (quarantined)
            transport.Publish(new ThisActorSystemQuarantinedEvent(transport.LocalAddress, association.RemoteAddress));
        else
            transport.Log.Warning(
                "{0} refuses the connection from {1}: {2}", association.RemoteAddress, transport.LocalAddress, reason);
        if (quarantined)
            association.GiveUp();
    }

    // True when the system ends.
    private bool Use(Connection connection)
    {
        transport.Publish(new AssociatedEvent(transport.LocalAddress, association.RemoteAddress, false));
        var answers = RemoteTransport.NewThread(
            () => ReadAnswers(connection), $"remote-answers-{association.RemoteAddress.HostPort()}");
        answers.Start();
        var finished = false;
        try
        {
            connection.Line.Socket.SendTimeout = (int)transport.Settings.TransportPause.TotalMilliseconds;
            finished = Pump(connection);
            if (finished)
                SayGoodbye(connection, answers);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            connection.Break(cause.Message);
        }

        association.Disconnected();
        connection.Break("the system shuts down");
        answers.Join();
        transport.Publish(new DisassociatedEvent(transport.LocalAddress, association.RemoteAddress, false));
        if (!finished && !association.IsGone)
            transport.ReportLost(association, connection.Uid, isGone: false, connection.Reason);
        return finished;
    }

    // True when all is sent and the system ends, false when the connection is broken.
    private bool Pump(Connection connection)
    {
        _writer.Reset();
        foreach (var again in association.Connected())
            transport.Codec.Write(_writer, again);
        Flush(connection);
        var interval = (long)transport.Settings.WatchHeartBeatInterval.TotalMilliseconds;
        var nextPing = Environment.TickCount64 + interval;
        List<Outgoing> batch = [];
        while (true)
        {
            batch.Clear();
            switch (association.Take(batch, MostPerBatch, nextPing, () => connection.IsBroken))
            {
                case Association.Next.Reconnect:
                    return false;
                case Association.Next.Finish:
                    return true;
                case Association.Next.Write:
                    Write(connection, batch);
                    break;
            }

            if (Environment.TickCount64 < nextPing)
                continue;
            nextPing = Environment.TickCount64 + interval;
            if (association.Silence > transport.Settings.TransportPause)
                connection.Break($"nothing was heard for {transport.Settings.TransportPause}");
            _writer.EndFrame(_writer.BeginFrame(FrameKind.Ping));
            Flush(connection);
        }
    }

    private void Write(Connection connection, List<Outgoing> batch)
    {
        var next = 0;
        try
        {
            while (next < batch.Count)
            {
                var outgoing = batch[next++];
                if (outgoing.IsSystem)
                    association.Keep(outgoing);
                transport.Codec.Write(_writer, outgoing);
                if (_writer.Length >= FlushAt)
                    Flush(connection);
            }

            Flush(connection);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // What was given to the socket may have arrived: only the rest may be sent again.
            association.PutBack(batch.Skip(next));
            throw;
        }
    }

    private void Flush(Connection connection)
    {
        if (_writer.Length > 0)
            connection.Line.SendAll(_writer.Written);
        _writer.Reset();
    }

    // The peer closes its side when it has read all, and only then is it safe to close this one.
    private void SayGoodbye(Connection connection, Thread answers)
    {
        Handshake.WriteGoodbye(_writer, transport.Uid);
        Flush(connection);
        connection.Line.Socket.Shutdown(SocketShutdown.Send);
        HasSaidGoodbye = true;
        answers.Join(LongestPause);
    }

    private void ReadAnswers(Connection connection)
    {
        try
        {
            while (true)
            {
                var frame = connection.Reader.Next(Handshake.LongestFrame);
                if (frame.IsEmpty)
                {
                    connection.Break("the other side closed the connection");
                    break;
                }

                association.Touch();
                switch ((FrameKind)frame[0])
                {
                    case FrameKind.Acknowledgement:
                        association.Acknowledge(new WireReader(frame[1..]).Long());
                        break;
                    case FrameKind.Pong:
                        break;
                    case FrameKind.Goodbye:
                        Handshake.CheckGoodbye(new WireReader(frame[1..]), connection.Uid);
                        association.Leave(connection.Uid, quarantine: false, "it has shut down");
                        break;
                    default:
                        throw new InvalidDataException($"A frame of kind {frame[0]} is no answer.");
                }
            }
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException or InvalidDataException)
        {
            connection.Break(cause.Message);
        }

        association.Wake();
    }

    private sealed class Connection(ByteLine line, FrameReader reader, int uid)
    {
        private volatile string _reason;

        public ByteLine Line => line;

        public FrameReader Reader => reader;

        public int Uid => uid;

        public bool IsBroken => _reason is not null;

        public string Reason => _reason;

        /// <summary>Closes the socket, which also ends what waits for it.</summary>
        public void Break(string reason)
        {
            Interlocked.CompareExchange(ref _reason, reason, null);
            line.Socket.Dispose();
        }
    }
}
