using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>Sockets that are made and used in the thread of the caller, without the thread pool.</summary>
internal static class Dialing
{
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

    /// <summary>A socket to connect with a system.</summary>
    /// <exception cref="SocketException">The name of its host is not known.</exception>
    public static (Socket Socket, IPEndPoint Place) Prepare(RemoteSettings settings, Address to)
    {
        var socket = NewSocket(Resolve(to.Host), settings, out var address);
        return (socket, new IPEndPoint(address, to.Port ?? settings.Port));
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
