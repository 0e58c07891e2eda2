using System.Buffers.Binary;
using System.Security.Cryptography;
using Akka.Actor;

namespace Akka.Remote.Wire;

/// <summary>The first frames of a connection: who calls whom, and which incarnations they are.</summary>
internal sealed record Handshake(Address From, int Uid, Address To)
{
    /// <summary>Both sides have to speak the same version.</summary>
    public const int Version = 1;

    /// <summary>No frame of a handshake is longer.</summary>
    public const int LongestFrame = 4096;

    private const int Magic = 0x414B5349;

    /// <summary>Writes the frame with which a caller starts.</summary>
    public void WriteHello(WireWriter writer) => Write(writer, FrameKind.Hello);

    /// <summary>Writes the answer to it.</summary>
    public void WriteWelcome(WireWriter writer) => Write(writer, FrameKind.Welcome);

    /// <summary>Writes the refusal of a caller.</summary>
    public static void WriteRefused(WireWriter writer, bool quarantined, string reason)
    {
        var start = writer.BeginFrame(FrameKind.Refused);
        writer.Boolean(quarantined);
        writer.Text(reason);
        writer.EndFrame(start);
    }

    /// <summary>Reads a frame written by one of the above.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static Handshake Read(ReadOnlySpan<byte> frame, FrameKind expected)
    {
        var reader = new WireReader(frame);
        var kind = (FrameKind)reader.Byte();
        if (kind != expected)
            throw new InvalidDataException($"The frame is of kind {kind}, expected {expected}.");
        if (reader.Int() is var magic && magic != Magic)
            throw new InvalidDataException($"The handshake starts with {magic:x8}, expected {Magic:x8}.");
        if (reader.Int() is var version && version != Version)
            throw new InvalidDataException($"The other side speaks protocol version {version}, this one {Version}.");
        var from = ReadAddress(ref reader);
        var uid = reader.Int();
        var to = ReadAddress(ref reader);
        // A wrong incarnation would end the right one for good, so this frame has a sum of its own.
        var sum = Sum(frame[..^reader.Left]);
        if (reader.Long() != sum || reader.Left > 0)
            throw new InvalidDataException("The sum of the handshake is wrong.");
        return new Handshake(from, uid, to);
    }

    /// <summary>Writes the last frame of a caller whose system ends.</summary>
    public static void WriteGoodbye(WireWriter writer, int uid)
    {
        var start = writer.BeginFrame(FrameKind.Goodbye);
        writer.Int(uid);
        writer.EndFrame(start);
    }

    /// <summary>Checks the last frame of a peer.</summary>
    /// <exception cref="InvalidDataException">It is from another incarnation.</exception>
    public static void CheckGoodbye(WireReader reader, int uid)
    {
        if (reader.Int() != uid || reader.Left > 0)
            throw new InvalidDataException("A goodbye is not from the system at the other end.");
    }

    private static long Sum(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(bytes));

    private static Address ReadAddress(ref WireReader reader)
    {
        var text = reader.Text();
        return Address.TryParse(text, out Address address) && address.HasGlobalScope
            ? address
            : throw new InvalidDataException($"'{text}' is not the address of a system.");
    }

    private void Write(WireWriter writer, FrameKind kind)
    {
        var start = writer.BeginFrame(kind);
        writer.Int(Magic);
        writer.Int(Version);
        writer.Text(From.ToString());
        writer.Int(Uid);
        writer.Text(To.ToString());
        writer.Long(Sum(writer.Written[(start + 4)..]));
        writer.EndFrame(start);
    }
}
