using System.Collections.Concurrent;
using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class SeveralSingletonsSpecs
{
    [Fact]
    public async Task There_is_one_singleton_and_it_is_on_the_oldest_node()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        var here = first.StartSingleton(Props.Create<Located>());
        var there = second.StartSingleton(Props.Create<Located>());
        await second.Join(first);
        Assert.Equal(first.Address.ToString(), await there.AskAgain("where"));
        Assert.Equal("1", await here.AskAgain("count"));
        Assert.Equal("2", await there.AskAgain("count"));
    }

    [Fact]
    public async Task A_node_that_leaves_hands_the_singleton_over_after_its_end()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await using var third = Node.Start();
        var ends = new ConcurrentQueue<string>();
        first.StartSingleton(Props.Create(() => new Ending(ends)), "please end");
        second.StartSingleton(Props.Create(() => new Ending(ends)), "please end");
        await second.Join(first);
        await third.Join(first);
        var proxy = third.StartSingletonProxy();
        Assert.Equal(first.Address.ToString(), await proxy.AskAgain("where"));
        first.Cluster.Leave(first.Address);
        await third.SeesRemoved(first.Address);
        Assert.Equal(second.Address.ToString(), await proxy.AskAgain("where"));
        Assert.Equal(
            [$"start {first.Address}", $"end {first.Address}", $"start {second.Address}"], ends.ToArray());
    }

    [Fact]
    public async Task A_singleton_can_be_of_a_role()
    {
        await using var first = await Node.First("akka.cluster.roles = [\"seed\"]");
        await using var second = Node.Start("akka.cluster.roles = [\"expert\"]");
        await second.Join(first);
        second.StartSingleton(Props.Create<Located>(), role: "expert");
        var proxy = first.StartSingletonProxy("expert");
        Assert.Equal(second.Address.ToString(), await proxy.AskAgain("where"));
    }

    [Fact]
    public async Task When_the_oldest_node_is_killed_the_next_has_the_singleton()
    {
        await using var seed = await Node.First("akka.cluster.roles = [\"seed\"]");
        using var oldest = await NodeProcess.Start(seed.Address, Expert);
        await using var next = Node.Start(Expert);
        await next.Join(seed);
        var proxy = next.StartSingleton(Props.Create<Located>(), role: "expert");
        Assert.Equal(oldest.Address.ToString(), await proxy.AskAgain("where"));
        oldest.Kill();
        await next.SeesRemoved(oldest.Address);
        Assert.Equal(next.Address.ToString(), await proxy.AskAgain("where"));
    }

    private const string Expert = "akka.cluster { roles = [\"expert\"]\n singleton.role = expert\n sharding.role = expert }";



    private sealed class Ending : ReceiveActor
    {
        private readonly ConcurrentQueue<string> _said;
        private readonly string _here = Akka.Cluster.Cluster.Get(Context.System).SelfAddress.ToString();

        public Ending(ConcurrentQueue<string> said)
        {
            _said = said;
            Receive<string>(text => text == "where", _ => Sender.Tell(_here));
            Receive<string>(text => text == "please end", _ => Context.Stop(Self));
        }

        protected override void PreStart() => _said.Enqueue($"start {_here}");

        protected override void PostStop() => _said.Enqueue($"end {_here}");
    }
}
