using System.Net.Security;
using System.Net.Sockets;

namespace Akka.Remote.Wire;

/// <summary>The bytes of one connection, in the clear or under TLS, in the thread of the caller. One thread may read while
/// another writes. Whatever breaks it is a <see cref="SocketException"/>, under TLS too.</summary>
internal sealed class ByteLine(Socket socket)
{
    private SslStream _secure;

    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>Has a handshake turn it into one under TLS.</summary>
    public void Secure(Func<NetworkStream, SslStream> handshake) => _secure = handshake(new NetworkStream(socket, ownsSocket: false));

    /// <summary>What has come; 0 at the end of the stream.</summary>
    public int Receive(Span<byte> target)
    {
        if (_secure is null)
            return socket.Receive(target);
        try
        {
            return _secure.Read(target);
        }
        catch (IOException cause)
        {
            throw Broken(cause);
        }
    }

    /// <summary>Sends all bytes.</summary>
    public void SendAll(ReadOnlySpan<byte> bytes)
    {
        if (_secure is null)
        {
            while (!bytes.IsEmpty)
                bytes = bytes[socket.Send(bytes)..];
            return;
        }

        try
        {
            _secure.Write(bytes);
        }
        catch (IOException cause)
        {
            throw Broken(cause);
        }
    }

    private static SocketException Broken(IOException cause) =>
        cause.InnerException as SocketException ?? new SocketException((int)SocketError.ConnectionReset, cause.Message);
}
