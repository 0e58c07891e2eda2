namespace Akka.Remote.Wire;

/// <summary>What a frame holds. The caller of a connection sends hello, message, system, ping and goodbye; the called
/// one answers welcome or refused, acknowledgement and pong.</summary>
internal enum FrameKind : byte
{
    Hello = 1,
    Welcome = 2,
    Refused = 3,
    Message = 4,
    System = 5,
    Acknowledgement = 6,
    Ping = 7,
    Pong = 8,
    Goodbye = 9,
}
