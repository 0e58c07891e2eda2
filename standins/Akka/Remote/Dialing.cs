using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>Sockets that are made and used in the thread of the caller, without the thread pool.</summary>
internal static class Dialing
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>A socket that listens.</summary>
    /// <exception cref="SocketException">The place is taken or not of this machine.</exception>
    public static Socket Listen(RemoteSettings settings)
    {
        var socket = NewSocket(Resolve(settings.Hostname), settings, out var address);
        try
        {
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen(settings.Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket connected with a system.</summary>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    /// <exception cref="EndpointException">It did not answer in time, or this system ends.</exception>
    public static Socket Connect(RemoteTransport transport, Address to)
    {
        var settings = transport.Settings;
        var socket = NewSocket(Resolve(to.Host), settings, out var address);
        try
        {
            Connect(transport, socket, new IPEndPoint(address, to.Port ?? settings.Port));
            socket.Blocking = true;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sets what configuration says.</summary>
    public static void Tune(Socket socket, RemoteSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        socket.SendBufferSize = settings.SendBufferSize;
        socket.ReceiveBufferSize = settings.ReceiveBufferSize;
        if (settings.KeepAlive)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }

    /// <summary>Sends all bytes.</summary>
    public static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes)..];
    }

    private static void Connect(RemoteTransport transport, Socket socket, IPEndPoint place)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(place);
            return;
        }
        catch (SocketException cause) when (cause.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The answer comes later; it is waited for in slices, so that the end of the system is noticed.
        }

        var timeout = transport.Settings.ConnectionTimeout;
        var end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (!socket.Poll(Slice, SelectMode.SelectWrite))
        {
            if (transport.IsCutOff)
                throw new EndpointException("The system shuts down.");
            if (Environment.TickCount64 >= end)
                throw new EndpointException($"No connection with {place} within {timeout}.");
        }

        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0)
            throw new SocketException(error);
    }

    private static Socket NewSocket(IPAddress[] addresses, RemoteSettings settings, out IPAddress address)
    {
        address = addresses.OrderBy(a => a.AddressFamily != AddressFamily.InterNetwork).First();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Tune(socket, settings);
        return socket;
    }

    private static IPAddress[] Resolve(string host) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host);
}
