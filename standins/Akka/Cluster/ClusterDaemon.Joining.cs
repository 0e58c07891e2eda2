using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Event;

namespace Akka.Cluster;

internal sealed partial class ClusterDaemon
{
    private static readonly TimeSpan AskSeedsAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JoinAgain = TimeSpan.FromSeconds(1);

    // Who has been asked for a cluster and has not said that there is none yet.
    private readonly HashSet<Address> _asked = [];
    private IReadOnlyList<Address> _seeds = [];
    private TimeSpan _seedsSince;
    private Address _joining;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void ReceiveJoining()
    {
        Receive<JoinTo>(join => StartJoining(join.Node));
        Receive<JoinSeeds>(join => StartJoining(join.Nodes));
        Receive<InitJoin>(_ =>
        {
            if (SelfMember is { Status: not (MemberStatus.Down or MemberStatus.Exiting) })
                Sender.Tell(new InitJoinAck(SelfNode.Address));
            else
                Sender.Tell(new InitJoinNack(SelfNode.Address));
        });
        Receive<InitJoinAck>(ack =>
        {
            if (!IsMember && _joining is null && _seeds.Contains(ack.Address))
                AskToJoin(ack.Address);
        });
        Receive<InitJoinNack>(nack =>
        {
            _asked.Remove(nack.Address);
            if (_asked.Count == 0 && IsFirstSeed && !IsMember && _joining is null)
                FormCluster();
        });
        Receive<SeedsTick>(_ => AskSeeds());
        Receive<JoinTick>(_ => AskToJoin(_joining));
        Receive<JoinTimeout>(_ => GiveJoinUp());
        Receive<JoinRequest>(LetIn);
        Receive<Welcome>(welcome =>
        {
            if (IsMember || welcome.Membership.Of(SelfNode) is null)
                return;
            _cluster.Info($"Welcome from [{welcome.From.Address}]");
            StopJoining();
            _views[welcome.From] = welcome.Membership;
            Change(welcome.Membership);
        });
    }

    private bool IsFirstSeed => _seeds.Count > 0 && _seeds[0] == SelfNode.Address;

    private void StartJoining(Address node)
    {
        if (IsMember)
            return;
        StopJoining();
        if (node == SelfNode.Address)
            FormCluster();
        else if (node.System != SelfNode.Address.System || node.Protocol != SelfNode.Address.Protocol)
            _log.Warning(
                "Trying to join member with wrong protocol or ActorSystem name, but was ignored, expected [{0}] but was [{1}]",
                SelfNode.Address, node);
        else
            AskToJoin(node);
    }

    private void StartJoining(IReadOnlyList<Address> seeds)
    {
        if (IsMember || seeds.Count == 0)
            return;
        StopJoining();
        _seeds = seeds;
        _seedsSince = Now;
        _asked.UnionWith(seeds.Where(seed => seed != SelfNode.Address));
        if (_asked.Count == 0)
            FormCluster();
        else
            AskSeeds();
    }

    private void AskSeeds()
    {
        if (IsFirstSeed && Now - _seedsSince >= _cluster.Settings.SeedNodeTimeout)
        {
            FormCluster();
            return;
        }

        if (_cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes is { } limit && Now - _seedsSince >= limit)
        {
            _log.Warning(
                "Joining of seed-nodes [{0}] was unsuccessful after configured " +
                "shutdown-after-unsuccessful-join-seed-nodes [{1}]. Running CoordinatedShutdown.",
                string.Join(", ", _seeds), limit);
            _shutdown.Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
            return;
        }

        foreach (var seed in _seeds.Where(seed => seed != SelfNode.Address))
            DaemonAt(seed).Tell(InitJoin.Instance);
        Timers.StartSingleTimer(SeedsTick.Instance, SeedsTick.Instance, AskSeedsAgain);
    }

    private void AskToJoin(Address node)
    {
        if (_joining is null)
        {
            _joining = node;
            Timers.Cancel(SeedsTick.Instance);
            if (_seeds.Count > 0 && _cluster.Settings.RetryUnsuccessfulJoinAfter is { } limit)
                Timers.StartSingleTimer(JoinTimeout.Instance, JoinTimeout.Instance, limit);
        }

        DaemonAt(node).Tell(new JoinRequest(SelfNode, _cluster.SelfRoles, _cluster.Settings.AppVersion));
        Timers.StartSingleTimer(JoinTick.Instance, JoinTick.Instance, JoinAgain);
    }

    private void GiveJoinUp()
    {
        _log.Warning("Cluster Node [{0}] - [{1}] did not let this node in, trying again.", SelfNode.Address, _joining);
        var (seeds, since) = (_seeds, _seedsSince);
        StartJoining(seeds);
        // The limit for the whole attempt goes on; the first seed waits anew before it forms a cluster.
        if (!IsFirstSeed)
            _seedsSince = since;
    }

    private void StopJoining()
    {
        (_joining, _seeds) = (null, []);
        _asked.Clear();
        Timers.Cancel(SeedsTick.Instance);
        Timers.Cancel(JoinTick.Instance);
        Timers.Cancel(JoinTimeout.Instance);
    }

    private void FormCluster()
    {
        StopJoining();
        var self = Member.Create(SelfNode, _cluster.SelfRoles, _cluster.Settings.AppVersion);
        _cluster.Info($"is JOINING itself (with roles [{string.Join(",", self.Roles)}]) and forming a new cluster");
        Change(_membership.WithJoining(self));
        Lead();
    }

    private void LetIn(JoinRequest join)
    {
        if (SelfMember is not { Status: not (MemberStatus.Down or MemberStatus.Exiting) } || join.Node == SelfNode)
            return;
        if (_membership.Gone.Contains(join.Node))
        {
            Sender.Tell(new YouAreGone(join.Node));
            return;
        }

        if (_membership.Of(join.Node) is null)
        {
            if (_membership.Of(join.Node.Address) is { } former)
                _cluster.Info(
                    $"New incarnation of existing member [{former}] is trying to join. Existing will be removed.");
            _cluster.Info($"Node [{join.Node.Address}] is JOINING, roles [{string.Join(", ", join.Roles)}]");
            Change(_membership.WithJoining(Member.Create(join.Node, join.Roles, join.AppVersion)));
        }

        Sender.Tell(new Welcome(SelfNode, _membership));
    }

    private ActorSelection DaemonAt(Address address) =>
        Context.ActorSelection(new RootActorPath(address) / Place);

    private sealed class SeedsTick
    {
        public static readonly SeedsTick Instance = new();
    }

    private sealed class JoinTick
    {
        public static readonly JoinTick Instance = new();
    }

    private sealed class JoinTimeout
    {
        public static readonly JoinTimeout Instance = new();
    }
}
