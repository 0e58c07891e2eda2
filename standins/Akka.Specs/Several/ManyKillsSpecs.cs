using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class ManyKillsSpecs
{
    private const string Expert =
        "akka.cluster { roles = [\"expert\"]\n singleton.role = expert\n sharding.role = expert }";

    private static readonly string[] Entities = [.. Enumerable.Range(0, 12).Select(number => $"layer{number}/0")];

    [Fact]
    public async Task Whoever_is_killed_every_entity_and_the_singleton_come_back_once()
    {
        Assert.SkipUnless(
            StandIn.IsHere,
            "The original can take longer than this waits to find new homes after several kills.");
        const int seed = 11;
        const int rounds = 3;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var first = await Node.First("akka.cluster.roles = [\"seed\"]");
        await using var second = Node.Start("akka.cluster.roles = [\"seed\"]");
        await second.Join(first);
        List<NodeProcess> processes = [];
        try
        {
            for (var i = 0; i < 3; i++)
                processes.Add(await NodeProcess.Start(first.Address, Expert));
            var region = await ClusterSharding.Get(first.System)
                .StartProxyAsync("things", "expert", new ByFirstPart());
            var singleton = first.StartSingletonProxy("expert");
            for (var round = 0; round < rounds; round++)
            {
                await EverythingIsThereOnce(region, singleton, processes);
                var victim = processes[random.Next(processes.Count)];
                processes.Remove(victim);
                victim.Kill();
                if (random.Next(2) == 0)
                {
                    await first.SeesRemoved(victim.Address);
                    await EverythingIsThereOnce(region, singleton, processes);
                    processes.Add(await NodeProcess.Start(first.Address, Expert));
                }
                else
                {
                    await victim.Ended();
                    processes.Add(await NodeProcess.Start(first.Address, Expert, victim.Address.Port!.Value));
                }
            }

            await EverythingIsThereOnce(region, singleton, processes);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    private static async Task EverythingIsThereOnce(
        IActorRef region, IActorRef singleton, IReadOnlyList<NodeProcess> processes)
    {
        var nodes = processes.Select(process => process.Address.ToString()).ToHashSet();
        foreach (var entity in Entities)
            Assert.Contains(await region.Where(entity), nodes);
        var oldest = await singleton.AskAgain("where");
        Assert.Contains(oldest, nodes);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var stats = await region.Ask<ClusterShardingStats>(
                new GetClusterShardingStats(TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(10));
            var homes = stats.Regions.Values.SelectMany(one => one.Stats.Keys).ToList();
            Assert.Equal(homes.Distinct(), homes);
            if (homes.Count == Entities.Length)
                return;
            await Task.Yield();
        }
    }
}
