using Akka.Actor;

namespace Akka.Remote;

/// <summary>A connection that was established has ended.</summary>
/// <param name="RemoteAddress">The peer.</param>
/// <param name="Uid">Which incarnation of it.</param>
/// <param name="IsGone">Whether that incarnation will not come back: it said so, another one is there, or it was
/// quarantined. Otherwise the connection is being made again.</param>
/// <param name="Reason">Why.</param>
internal sealed record AssociationLost(Address RemoteAddress, int Uid, bool IsGone, string Reason);
