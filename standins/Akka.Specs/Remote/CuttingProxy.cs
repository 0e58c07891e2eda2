using System.Net;
using System.Net.Sockets;

namespace AkkaSpecs.Remote;

/// <summary>Stands before a port and passes bytes on, until it is told to cut what stands.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly int _target;
    private bool _closed;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections have been made.</summary>
    public int Made { get; private set; }

    /// <summary>Whether new connections are refused.</summary>
    public bool IsDown { get; set; }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Resets all connections.</summary>
    public void Cut()
    {
        lock (_sockets)
        {
            foreach (var socket in _sockets)
                socket.Close(0);
            _sockets.Clear();
        }
    }

    public void Dispose()
    {
        _closed = true;
        _listener.Dispose();
        Cut();
    }

    private void Accept()
    {
        while (!_closed)
        {
            try
            {
                var from = _listener.AcceptSocket();
                if (IsDown)
                {
                    from.Close(0);
                    continue;
                }

                var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (!TryConnect(to))
                {
                    from.Close(0);
                    continue;
                }

                lock (_sockets)
                {
                    _sockets.Add(from);
                    _sockets.Add(to);
                    Made++;
                }

                new Thread(() => Pass(from, to)) { IsBackground = true }.Start();
                new Thread(() => Pass(to, from)) { IsBackground = true }.Start();
            }
            catch (SocketException) when (_closed)
            {
                return;
            }
        }
    }

    private bool TryConnect(Socket to)
    {
        try
        {
            to.Connect(IPAddress.Loopback, _target);
            return true;
        }
        catch (SocketException)
        {
            // Nobody is there any more; the caller learns it by a reset.
            to.Dispose();
            return false;
        }
    }

    private static void Pass(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (from.Receive(buffer) is > 0 and var count)
                to.Send(buffer.AsSpan(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            from.Close(0);
            to.Close(0);
        }
    }
}
