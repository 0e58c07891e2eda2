using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Benchmark;

/// <summary>
/// What the data plane is measured against: plain blocking sockets, a thread at each end, buffers that are reused. The
/// receiver asks for a number of bytes, the sender sends them in one call.
/// </summary>
internal sealed class RawCopy : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] source;

    /// <summary>Serves copies of some bytes.</summary>
    public RawCopy(IPAddress address, byte[] source)
    {
        this.source = source;
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        new Thread(Accept) { IsBackground = true, Name = "raw copy" }.Start();
    }

    /// <summary>Where it serves.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>A connection to a serving side.</summary>
    public static Socket Connect(string host, int port)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(host, port);
        return socket;
    }

    /// <summary>Asks for as many bytes as each target has, all at once, and receives them.</summary>
    public static void Fetch(Socket socket, IReadOnlyList<Block> targets)
    {
        Span<byte> request = stackalloc byte[sizeof(int)];
        foreach (var target in targets)
        {
            BinaryPrimitives.WriteInt32LittleEndian(request, (int)target.Length);
            socket.Send(request);
        }
        foreach (var target in targets) Fill(socket, target.Bytes(0, (int)target.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static bool Fill(Socket socket, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var read = socket.Receive(target);
            if (read == 0) return false;
            target = target[read..];
        }
        return true;
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = listener.Accept();
                new Thread(() => Serve(socket)) { IsBackground = true, Name = "raw copy" }.Start();
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
            listener.Dispose();
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var request = new byte[sizeof(int)];
            try
            {
                while (Fill(socket, request))
                {
                    var rest = source.AsSpan(0, BinaryPrimitives.ReadInt32LittleEndian(request));
                    while (!rest.IsEmpty) rest = rest[socket.Send(rest)..];
                }
            }
            catch (SocketException)
            {
                socket.Close();
            }
        }
    }
}
