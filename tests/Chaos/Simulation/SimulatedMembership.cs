using System.Globalization;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// What Akka's cluster does, as one all-knowing authority with delays: members that join and are found dead, a majority that goes on
/// while a minority downs itself, a singleton that moves when its node is removed, and shards that go where the plan says. Names of
/// processes end in the number of their life, as a reference's uid does: what is sent to an earlier life reaches nobody.
/// </summary>
internal sealed class SimulatedMembership(SimulatedRun run)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private readonly SortedDictionary<string, Member> members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<ExpertId, Shard> shards = [];
    private readonly List<Seat> seats = [];
    private readonly RandomDraws luck = run.Kernel.Draws("membership");
    private NodeCommands.Place plan = new(-1, new Dictionary<ExpertId, string>(), []);

    public CoordinatorProcess? Newest => seats.Count == 0 ? null : seats[^1].State;

    private SimulatedCluster Cluster => run.Cluster;

    public static long LifeOf(ProcessAddress address) =>
        long.Parse(address.Process[(address.Process.IndexOf('#', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);

    public static ProcessAddress Agent(string node, int life) => new(node, $"agent#{life}");

    public bool IsMember(string node, int life) => members.TryGetValue(node, out var member) && member.Life == life;

    /// <summary>Whether a message is let through: a node that was removed is never heard of again by those that removed it.</summary>
    public bool Hears(string node, ProcessAddress from) => from.Node == node || from.Node == "outside"
        || IsMember(node, Cluster.Node(node).Life) == IsMember(from.Node, run.LifeOfNode(from));

    public bool IsKnownToHaveStopped(ProcessAddress actor)
    {
        var (node, life) = (Cluster.Node(actor.Node), run.LifeOfNode(actor));
        if (node.Life != life || !node.IsUp) return !IsMember(actor.Node, life);
        return node.Find(actor.Process) is null;
    }

    public ProcessAddress AddressOf(CoordinatorProcess state) => seats.Single(seat => seat.State == state).Address;

    /// <summary>A node has started; it joins once what was left of its last life is removed.</summary>
    public void Booted(string node, int life)
    {
        if (members.TryGetValue(node, out var before)) After(1500, () => Remove(node, before.Life));
        Join(node, life);
    }

    public void Begin()
    {
        foreach (var node in Cluster.Nodes) members[node.Name] = new Member(node.Life, run.Kernel.Now);
        TakeSeat();
        Look();
    }

    /// <summary>The effect of sending to the coordinator from a node: to the newest it can reach.</summary>
    public IEnumerable<SimulatedEffect> ToCoordinator(string node, object message)
    {
        var seat = seats.LastOrDefault(seat => IsAlive(seat) && !Cluster.Network.IsCut(node, seat.Address.Node));
        return seat is null ? [] : [new SimulatedEffect.Send(seat.Address, message)];
    }

    public void Take(NodeCommands.Place place)
    {
        if (place.Epoch < plan.Epoch) return;
        plan = place;
        foreach (var (expert, shard) in shards.ToArray())
        {
            if (shard.Address is not { } address || !plan.Nodes.TryGetValue(expert, out var node) || node == address.Node) continue;
            if (members.ContainsKey(node)) After(600, () => HandOff(expert, address));
        }
    }

    /// <summary>The effect of sending an announcement through sharding: to the expert, or to a node that starts it.</summary>
    public IEnumerable<SimulatedEffect> Summon(string from, ExpertCommands.Announce command, ProcessAddress sender)
    {
        if (shards.TryGetValue(command.Expert, out var shard))
            return shard.Address is { } address ? [new SimulatedEffect.Send(address, command)] : [];
        // Only the side that goes on hands out shards.
        if (!Majority().Contains(from)) return [];
        shards[command.Expert] = new Shard(null, 0, null);
        After(400, () => StartExpert(command, sender));
        return [];
    }

    /// <summary>A node has been told that it may go.</summary>
    public void Leaves(string node, int life)
    {
        if (!IsMember(node, life)) return;
        run.Record.Releases++;
        After(500, () =>
        {
            if (!IsMember(node, life)) return;
            Remove(node, life);
            if (Cluster.Node(node).Life == life) Restart(node);
        });
    }

    private void Join(string node, int life) => After(1000, () =>
    {
        if (!Cluster.Node(node).IsUp || Cluster.Node(node).Life != life) return;
        if (members.ContainsKey(node))
        {
            Join(node, life);
            return;
        }
        members[node] = new Member(life, run.Kernel.Now);
        Tell(new CoordinatorProcess.Joined(node));
        if (seats.Count > 0 && !IsSeated()) TakeSeat();
    });

    private void StartExpert(ExpertCommands.Announce command, ProcessAddress sender)
    {
        if (members.Count == 0)
        {
            shards.Remove(command.Expert);
            return;
        }
        var planned = plan.Nodes.GetValueOrDefault(command.Expert);
        var node = planned is not null && members.ContainsKey(planned) ? planned : members.Keys.First();
        var life = members[node].Life;
        var incarnation = run.Record.NextIncarnation();
        var address = new ProcessAddress(node, $"{command.Expert}#{incarnation}");
        shards[command.Expert] = new Shard(node, life, address);
        run.Began(address, life);
        Cluster.Tell(Agent(node, life), new NodeProcess.StartProcess(
            address.Process, new ExpertProcess(command.Expert, run, node, incarnation, (command, sender))));
    }

    private void HandOff(ExpertId expert, ProcessAddress address)
    {
        if (!shards.TryGetValue(expert, out var shard) || shard.Address != address) return;
        if (plan.Nodes.GetValueOrDefault(expert) is not { } node || node == address.Node) return;
        Cluster.Tell(Agent(address.Node, shard.Life), new NodeProcess.StopProcess(address.Process));
        shards.Remove(expert);
        Tell(new CoordinatorProcess.Gone(null, other => other == address));
    }

    private void Remove(string node, int life)
    {
        if (!IsMember(node, life)) return;
        run.Kernel.Trace($"removed {node} life {life}");
        members.Remove(node);
        foreach (var (expert, shard) in shards.ToArray())
        {
            if (shard.Node == node && shard.Life == life) shards.Remove(expert);
        }
        Tell(new CoordinatorProcess.Gone(node, Of(node, life)));
        if (!IsSeated()) After(1000, TakeSeat);
    }

    // The singleton lives on the oldest member; a new one begins only when the last one's node is removed.
    private void TakeSeat()
    {
        if (IsSeated() || members.Count == 0) return;
        var (node, member) = members.OrderBy(entry => entry.Value.Since).ThenBy(entry => entry.Key, StringComparer.Ordinal).First();
        var state = new CoordinatorProcess(run, node, [.. members.Keys]);
        var address = new ProcessAddress(node, $"coordinator#{run.Record.NextIncarnation()}");
        run.Began(address, member.Life);
        seats.Add(new Seat(address, member.Life, state));
        Cluster.Tell(Agent(node, member.Life), new NodeProcess.StartProcess(address.Process, state));
    }

    private bool IsSeated() => seats.Count > 0 && IsMember(seats[^1].Address.Node, seats[^1].Life);

    private bool IsAlive(Seat seat) =>
        Cluster.Node(seat.Address.Node) is { IsUp: true } node && node.Find(seat.Address.Process) is not null;

    // Death watch and cluster events reach every coordinator that is alive, each at its own time.
    private void Tell(object message)
    {
        foreach (var seat in seats.Where(IsAlive)) After(300, () => Cluster.Tell(seat.Address, message));
    }

    private void Look()
    {
        var majority = Majority();
        foreach (var (name, member) in members.ToArray())
        {
            var node = Cluster.Node(name);
            var isHere = node.IsUp && node.Life == member.Life && majority.Contains(name);
            if (member.MissedSince is null && !isHere && !(node.IsUp && node.Life == member.Life)) NoticeEnd(name, member.Life);
            member.MissedSince = isHere ? null : member.MissedSince ?? run.Kernel.Now;
            if (member.MissedSince is not { } since || run.Kernel.Now - since < TimeSpan.FromSeconds(2.5)) continue;
            Remove(name, member.Life);
            // A side that is cut off notices it too, sooner or later, and ends itself.
            if (node.IsUp && node.Life == member.Life) After(2000, () => Downs(name, member.Life));
        }
        run.Kernel.After(LookEvery, Look);
    }

    // Mostly the data plane finds a process ended at once, and the coordinator has the cluster remove its node.
    private void NoticeEnd(string node, int life)
    {
        if (!luck.Chance(0.8)) return;
        foreach (var seat in seats.Where(IsAlive).Where(seat => Reach(seat.Address.Node, node)))
        {
            After(50, () => Cluster.Tell(seat.Address, new CoordinatorProcess.Gone(node, Of(node, life))));
            After(600, () => Remove(node, life));
        }
    }

    private Func<ProcessAddress, bool> Of(string node, int life) => address => address.Node == node && run.LifeOfNode(address) == life;

    private void Downs(string node, int life)
    {
        if (Cluster.Node(node).IsUp && Cluster.Node(node).Life == life) Restart(node);
    }

    private void Restart(string node)
    {
        Cluster.Crash(node);
        After(3000, () => Cluster.Start(node));
    }

    private HashSet<string> Majority()
    {
        var names = Cluster.Nodes.Where(node => node.IsUp).Select(node => node.Name).ToList();
        HashSet<string> largest = [];
        while (names.Count > 0)
        {
            HashSet<string> side = [names[0]];
            while (names.FirstOrDefault(name => !side.Contains(name) && side.Any(other => Reach(name, other))) is { } next) side.Add(next);
            names.RemoveAll(side.Contains);
            if (side.Count > largest.Count) largest = side;
        }
        return largest;
    }

    private bool Reach(string one, string other) => !Cluster.Network.IsCut(one, other) && !Cluster.Network.IsCut(other, one);

    private void After(double meanMs, Action happen) =>
        run.Kernel.After(TimeSpan.FromMilliseconds(meanMs * (0.2 + (1.6 * luck.Uniform()))), happen);

    private sealed record Member(int Life, TimeSpan Since)
    {
        public TimeSpan? MissedSince { get; set; }
    }

    private sealed record Shard(string? Node, int Life, ProcessAddress? Address);

    private sealed record Seat(ProcessAddress Address, int Life, CoordinatorProcess State);
}
