using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>
/// Asks the other members whether they are there, answers them, and tells the daemon whom it cannot reach. It runs on
/// a thread of its own, so that work on other threads does not delay it.
/// </summary>
internal sealed class ClusterHeartbeat : ReceiveActor, IWithTimers
{
    /// <summary>The dispatcher with a thread of its own.</summary>
    public const string Dispatcher = "akka.cluster.heartbeat-dispatcher";

    private static readonly string[] Place = ["system", "cluster", "heartbeat"];

    private readonly FailureDetectors _detectors;
    private readonly TimeSpan _interval;
    private readonly Heartbeat _question;
    private Dictionary<UniqueAddress, IActorRef> _others = [];
    private ImmutableHashSet<UniqueAddress> _unreachable = [];

    public ClusterHeartbeat(UniqueAddress self, ClusterSettings settings)
    {
        _detectors = new FailureDetectors(PhiAccrualDetector.Limits.From(settings.FailureDetectorConfig));
        _interval = settings.HeartbeatInterval;
        _question = new Heartbeat(self.Address);
        var answer = new HeartbeatReply(self);
        Receive<Heartbeat>(_ => Sender.Tell(answer));
        Receive<HeartbeatReply>(reply => _detectors.Heartbeat(reply.From, Now));
        Receive<Watch>(watch => Follow(watch.Nodes));
        Receive<Hint>(hint =>
        {
            _detectors.Hint(hint.Ended);
            Report();
        });
        Receive<Tick>(_ =>
        {
            foreach (var other in _others.Values)
                other.Tell(_question);
            Report();
        });
    }

    public ITimerScheduler Timers { get; set; }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _interval);

    private void Follow(ImmutableHashSet<UniqueAddress> nodes)
    {
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        _detectors.Watch(nodes, Now);
        _others = nodes.ToDictionary(
            node => node,
            node => _others.GetValueOrDefault(node)
                ?? provider.ResolveActorRef(new RootActorPath(node.Address) / Place));
        _unreachable = _unreachable.Intersect(nodes);
    }

    private void Report()
    {
        var unreachable = _detectors.Look(Now);
        if (unreachable.SetEquals(_unreachable))
            return;
        _unreachable = unreachable;
        Context.Parent.Tell(new Observed(unreachable));
    }

    /// <summary>Watch these members and no others.</summary>
    public sealed record Watch(ImmutableHashSet<UniqueAddress> Nodes) : INoSerializationVerificationNeeded;

    /// <summary>A member has ended.</summary>
    public sealed record Hint(UniqueAddress Ended) : INoSerializationVerificationNeeded;

    /// <summary>Whom this node cannot reach.</summary>
    public sealed record Observed(ImmutableHashSet<UniqueAddress> Unreachable) : INoSerializationVerificationNeeded;

    private sealed class Tick : INotInfluenceReceiveTimeout
    {
        public static readonly Tick Instance = new();
    }
}
