using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>A connection that a peer made: a thread that reads messages, delivers them and answers.</summary>
internal sealed class InboundLine
{
    private readonly RemoteTransport _transport;
    private readonly Socket _socket;
    private readonly ByteLine _line;
    private readonly long _openUntil;
    private readonly EndPoint _from;
    private readonly WireWriter _answers = new();
    private readonly object _writing = new();
    private readonly Thread _thread;
    private volatile bool _closed;
    private int _uid;

    public InboundLine(RemoteTransport transport, Socket socket)
    {
        _transport = transport;
        _socket = socket;
        _line = new ByteLine(socket);
        _openUntil = Environment.TickCount64 + (long)transport.Settings.ConnectionTimeout.TotalMilliseconds;
        _from = socket.RemoteEndPoint;
        _thread = RemoteTransport.NewThread(Run, $"remote-from-{_from}");
    }

    /// <summary>The peer, once it has said who it is.</summary>
    public Association Association { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Ends a handshake that has taken too long, however slowly it goes on.</summary>
    public void LookAtTime()
    {
        if (Association is null && Environment.TickCount64 > _openUntil)
            Close();
    }

    /// <summary>Ends the connection.</summary>
    public void Close()
    {
        _closed = true;
        _socket.Dispose();
    }

    /// <summary>Tells the peer that this system ends; for peers to which no connection of its own says so.</summary>
    public void SayGoodbye()
    {
        try
        {
            Answer(writer => Handshake.WriteGoodbye(writer, _transport.Uid));
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            _transport.Log.Debug("{0} could not be told of the end: {1}", _from, cause.Message);
        }
    }

    /// <summary>Waits until the peer has closed the connection, then closes it.</summary>
    public void Join(TimeSpan limit)
    {
        _thread.Join(limit);
        Close();
    }

    private void Run()
    {
        try
        {
            var reader = new FrameReader(_line);
            Dialing.Tune(_socket, _transport.Settings);
            _transport.Settings.Tls?.Secure(_line);
            if (!ShakeHands(reader))
                return;
            _transport.Publish(
                new AssociatedEvent(_transport.LocalAddress, Association.RemoteAddress, true));
            Read(reader);
        }
        catch (InvalidDataException cause)
        {
            if (!_closed)
                _transport.Log.Warning(
                    "The connection from {0} ({1}) is closed, since it brought something that is no message: {2}", _from,
                    Association?.RemoteAddress.ToString() ?? "no system", cause.Message);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            if (!_closed)
                _transport.Log.Debug("The connection from {0} broke: {1}", _from, cause.Message);
        }
        finally
        {
            Close();
            _transport.Ended(this);
            if (Association is { } peer)
            {
                peer.Ended(this);
                _transport.Publish(new DisassociatedEvent(_transport.LocalAddress, peer.RemoteAddress, true));
            }
        }
    }

    private bool ShakeHands(FrameReader reader)
    {
        var frame = reader.Next(Handshake.LongestFrame);
        if (frame.IsEmpty)
            return false;
        var hello = Handshake.Read(frame, FrameKind.Hello);
        if (!_transport.IsOwn(hello.To))
        {
            _transport.Log.Error(
                "{0} at {1} called for {2}, but this system is {3}. Check public-hostname and public-port of both.",
                hello.From, _from, hello.To, _transport.LocalAddress);
            Answer(writer => Handshake.WriteRefused(writer, false, $"it is {_transport.LocalAddress}, not {hello.To}"));
            return false;
        }

        var peer = _transport.AssociationTo(hello.From);
        if (!peer.Accept(this, hello.Uid))
        {
            Answer(writer => Handshake.WriteRefused(writer, true, $"the incarnation {hello.Uid} is quarantined"));
            return false;
        }

        Association = peer;
        _uid = hello.Uid;
        var welcome = new Handshake(_transport.LocalAddress, _transport.Uid, hello.From);
        Answer(writer =>
        {
            welcome.WriteWelcome(writer);
            WriteAcknowledgement(writer, peer.LastReceived);
        });
        return true;
    }

    private void Read(FrameReader reader)
    {
        var inbox = new Inbox(_transport, Association, this);
        while (true)
        {
            var frame = reader.Next(_transport.Settings.MaximumFrameSize);
            if (frame.IsEmpty)
                return;
            Association.Touch();
            var body = new WireReader(frame[1..]);
            switch ((FrameKind)frame[0])
            {
                case FrameKind.Message:
                    if (!inbox.Deliver(ref body))
                        return;
                    break;
                case FrameKind.System:
                    if (!inbox.DeliverSystem(ref body))
                        return;
                    Answer(writer => WriteAcknowledgement(writer, Association.LastReceived));
                    break;
                case FrameKind.Ping:
                    Answer(writer => writer.EndFrame(writer.BeginFrame(FrameKind.Pong)));
                    break;
                case FrameKind.Goodbye:
                    Handshake.CheckGoodbye(body, _uid);
                    Association.Leave(_uid, quarantine: false, "it has shut down");
                    return;
                default:
                    throw new InvalidDataException($"A frame of kind {frame[0]} is not known here.");
            }
        }
    }

    private static void WriteAcknowledgement(WireWriter writer, long number)
    {
        var start = writer.BeginFrame(FrameKind.Acknowledgement);
        writer.Long(number);
        writer.EndFrame(start);
    }

    private void Answer(Action<WireWriter> write)
    {
        lock (_writing)
        {
            _answers.Reset();
            write(_answers);
            _line.SendAll(_answers.Written);
        }
    }
}
