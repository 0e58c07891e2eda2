using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Event;

namespace Akka.Cluster;

internal sealed partial class ClusterDaemon
{
    // What the other members told last.
    private readonly Dictionary<UniqueAddress, Membership> _views = [];

    private void ReceiveGossip()
    {
        Receive<Gossip>(gossip => Merge(gossip.From, gossip.Membership));
        Receive<GossipTick>(_ => Broadcast(_membership));
        Receive<YouAreGone>(gone =>
        {
            if (gone.Node == SelfNode && IsMember && Sender.Path.Address is var by && _membership.Of(by) is not null)
                EndAsGone();
        });
        Receive<ExitingConfirmed>(exiting =>
        {
            if (_membership.Of(exiting.Node) is { Status: MemberStatus.Exiting } member)
                Change(_membership.Without(member));
        });
        Receive<ExitingCompleted>(_ =>
        {
            foreach (var other in Others(_membership))
                DaemonAt(other.Address).Tell(new ExitingConfirmed(SelfNode));
            Context.Stop(Self);
        });
    }

    private void Merge(UniqueAddress from, Membership told)
    {
        if (!IsMember)
            return;
        if (_membership.Gone.Contains(from))
        {
            Sender.Tell(new YouAreGone(from));
            return;
        }

        if (told.Gone.Contains(SelfNode))
        {
            EndAsGone();
            return;
        }

        // Another cluster, or a life of this node of which this one knows nothing.
        if (told.Of(SelfNode) is null)
            return;
        _views[from] = told;
        var merged = _membership.Merge(told);
        if (!merged.IsSameAs(_membership))
            Change(merged);
        else if (!merged.IsSameAs(told))
            Sender.Tell(new Gossip(SelfNode, _membership));
        Show();
        LeadSoon();
    }

    private void EndAsGone()
    {
        _log.Error("Cluster Node [{0}] was removed from the cluster by the others and ends.", SelfNode.Address);
        Context.Stop(Self);
    }

    // Those who are no longer members have to hear of it too.
    private void Broadcast(Membership before)
    {
        foreach (var gone in _views.Keys.Where(node => _membership.Of(node) is null).ToList())
            _views.Remove(gone);
        var gossip = new Gossip(SelfNode, _membership);
        foreach (var address in Others(before).Union(Others(_membership)).Select(node => node.Address).Distinct())
            DaemonAt(address).Tell(gossip);
    }

    private IEnumerable<UniqueAddress> Others(Membership membership) =>
        membership.Members.Select(member => member.UniqueAddress).Where(node => node != SelfNode);

    private ImmutableHashSet<Address> SeenBy() =>
    [
        SelfNode.Address,
        .. _views.Where(view => view.Value.IsSameAs(_membership)).Select(view => view.Key.Address),
    ];

    private void WatchOthers() => _heartbeat.Tell(new ClusterHeartbeat.Watch(
        IsMember ? [.. Others(_membership).Where(node => _membership.Of(node).Status != MemberStatus.Down)] : []));

    private sealed class GossipTick
    {
        public static readonly GossipTick Instance = new();
    }
}
