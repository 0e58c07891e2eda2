using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Akka.Util;

namespace Akka.Cluster.Internal;

/// <summary>What the daemons of nodes tell one another.</summary>
internal interface IDaemonMessage : IClusterMessage, IDeadLetterSuppression;

/// <summary>Is there a cluster?</summary>
internal sealed class InitJoin : IDaemonMessage
{
    public static readonly InitJoin Instance = new();
}

/// <summary>There is a cluster at an address.</summary>
internal sealed record InitJoinAck(Address Address) : IDaemonMessage;

/// <summary>There is none yet.</summary>
internal sealed record InitJoinNack(Address Address) : IDaemonMessage;

/// <summary>A node asks to be let in.</summary>
internal sealed record JoinRequest(UniqueAddress Node, ImmutableHashSet<string> Roles, AppVersion AppVersion)
    : IDaemonMessage;

/// <summary>The node has been let in.</summary>
internal sealed record Welcome(UniqueAddress From, Membership Membership) : IDaemonMessage;

/// <summary>What a member knows.</summary>
internal sealed record Gossip(UniqueAddress From, Membership Membership) : IDaemonMessage;

/// <summary>The receiver was put out, whether it has heard of it or not.</summary>
internal sealed record YouAreGone(UniqueAddress Node) : IDaemonMessage;

/// <summary>A member that was exiting has done all it had to.</summary>
internal sealed record ExitingConfirmed(UniqueAddress Node) : IDaemonMessage;

/// <summary>Are you there?</summary>
internal sealed record Heartbeat(Address From) : IDaemonMessage, IPriorityMessage;

/// <summary>I am, in this life.</summary>
internal sealed record HeartbeatReply(UniqueAddress From) : IDaemonMessage, IPriorityMessage;
