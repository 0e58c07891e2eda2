using System.Security.Cryptography;
using System.Text;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>
/// How two nodes make sure of each other before anything else is said: same protocol, same run, and both know the token. The
/// token itself never travels: each side proves it by an HMAC-SHA-256 over everything said so far, with both sides' nonces in
/// it, so that nothing recorded proves anything later. The server proves itself last, to those only who have.
/// </summary>
internal static class Greeting
{
    private const ushort ProtocolVersion = 1;
    private const int NonceBytes = 32;
    private const int ProofBytes = 32;

    /// <summary>The connecting side.</summary>
    /// <returns>Who answers.</returns>
    /// <exception cref="ProtocolFaultException">The other side does not speak this protocol.</exception>
    /// <exception cref="DataPlaneException">One side refuses the other.</exception>
    public static PeerIdentity AsClient(FrameChannel channel, LocalNode self)
    {
        var buffer = new byte[FrameHeader.ControlBytesMax];
        var hello = Identified(new PayloadWriter().Number(ProtocolVersion).Text(self.RunHash), self.Identity)
            .Bytes(RandomNumberGenerator.GetBytes(NonceBytes)).ToArray();
        channel.Write(FrameHeader.Frame(FrameType.Hello, 0, 0, hello));
        var challenge = Expect(channel, buffer, FrameType.Challenge).ToArray();
        if (challenge.Length != NonceBytes) throw new ProtocolFaultException("its challenge has not the right length");
        channel.Write(FrameHeader.Frame(FrameType.Proof, 0, 0, Proof(self, "client", hello, challenge)));
        var welcome = Expect(channel, buffer, FrameType.Welcome);
        PayloadReader reader = new(welcome);
        var peer = ReadIdentity(ref reader);
        var said = welcome[..Math.Max(0, welcome.Length - ProofBytes)];
        var proof = reader.Take(ProofBytes);
        if (!reader.IsWhole || !CryptographicOperations.FixedTimeEquals(proof, Proof(self, "server", hello, challenge, said)))
            throw new DataPlaneException(DataPlaneFailure.Refused, "it does not know this run's token");
        return peer;
    }

    /// <summary>The listening side.</summary>
    /// <returns>Who has connected.</returns>
    /// <exception cref="ProtocolFaultException">The other side does not speak this protocol.</exception>
    /// <exception cref="DataPlaneException">The other side is refused; it was told why.</exception>
    public static PeerIdentity AsServer(FrameChannel channel, LocalNode self)
    {
        var buffer = new byte[FrameHeader.ControlBytesMax];
        var hello = Expect(channel, buffer, FrameType.Hello).ToArray();
        PayloadReader reader = new(hello);
        var version = reader.Short();
        if (version != ProtocolVersion)
        {
            throw Refuse(channel,
                $"it speaks version {version} of the protocol, expected is {ProtocolVersion}: all nodes must run the same build");
        }
        var runHash = reader.Text();
        var peer = ReadIdentity(ref reader);
        reader.Take(NonceBytes);
        if (!reader.IsWhole) throw new ProtocolFaultException("its greeting is malformed");
        var challenge = RandomNumberGenerator.GetBytes(NonceBytes);
        channel.Write(FrameHeader.Frame(FrameType.Challenge, 0, 0, challenge));
        var proof = Expect(channel, buffer, FrameType.Proof);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(self, "client", hello, challenge)))
            throw Refuse(channel, "it does not know this run's token: training.node.data-plane.token must be the same on every node");
        // Told only to who knows the token.
        if (runHash != self.RunHash)
            throw Refuse(channel, $"it trains the run {runHash}, this node the run {self.RunHash}: all nodes need the same run file");
        var said = Identified(new PayloadWriter(), self.Identity).ToArray();
        channel.Write(FrameHeader.Frame(
            FrameType.Welcome, 0, 0, [.. said, .. Proof(self, "server", hello, challenge, said)]));
        return peer;
    }

    private static ReadOnlySpan<byte> Expect(FrameChannel channel, byte[] buffer, FrameType expected)
    {
        if (!channel.TryRead(buffer, out var header)) throw new ProtocolFaultException("it closed the connection while greeting");
        var payload = buffer.AsSpan(0, header.Length);
        if (header.Type == expected) return payload;
        if (header.Type != FrameType.Refuse)
            throw new ProtocolFaultException($"it sent {header.Type} while greeting, expected is {expected}");
        PayloadReader reader = new(payload);
        throw new DataPlaneException(DataPlaneFailure.Refused, $"it says: {Printable(reader.Text())}");
    }

    private static DataPlaneException Refuse(FrameChannel channel, string reason)
    {
        channel.Write(FrameHeader.Frame(FrameType.Refuse, 0, 0, new PayloadWriter().Text(reason).ToArray()));
        return new DataPlaneException(DataPlaneFailure.Refused, reason);
    }

    // What a stranger sends may end in a log: one line, without control characters.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static PayloadWriter Identified(PayloadWriter payload, PeerIdentity identity) =>
        payload.Text(identity.Address.Host).Number((ushort)identity.Address.Port).Number(identity.Incarnation);

    private static PeerIdentity ReadIdentity(ref PayloadReader reader) =>
        new(new PeerAddress(Printable(reader.Text()), reader.Short()), (ulong)reader.Number());

    private static byte[] Proof(LocalNode self, string side, params ReadOnlySpan<byte[]> said)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(self.Token?.Reveal() ?? ""));
        mac.AppendData(Encoding.UTF8.GetBytes(side));
        foreach (var part in said) mac.AppendData(part);
        return mac.GetHashAndReset();
    }

    private static byte[] Proof(LocalNode self, string side, byte[] hello, byte[] challenge, ReadOnlySpan<byte> welcome) =>
        Proof(self, side, hello, challenge, welcome.ToArray());
}
