using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using AkkaSpecs.Support;

namespace AkkaSpecs.Clustering;

public sealed class SingletonSpecs : ClusterSpec
{
    [Fact]
    public async Task The_manager_starts_the_singleton_below_itself_when_the_node_is_up()
    {
        System.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create<Echo>(), ClusterSingletonManagerSettings.Create(System).WithRole("expert")),
            "sm");
        var proxy = System.ActorOf(ClusterSingletonProxy.Props(
            "/user/sm", ClusterSingletonProxySettings.Create(System).WithRole("expert")));
        var question = proxy.Ask<string>("kept until there is one", Soon);
        await Join();
        Assert.Equal("kept until there is one", await question);
        var singleton = await System.ActorSelection("/user/sm/singleton").ResolveOne(Soon);
        Assert.Equal("akka://spec/user/sm/singleton", singleton.Path.ToString());
    }

    [Fact]
    public async Task The_proxy_keeps_the_sender()
    {
        await Join();
        var probe = NewProbe();
        System.ActorOf(
            ClusterSingletonManager.Props(Props.Create<Echo>(), ClusterSingletonManagerSettings.Create(System)), "sm");
        var proxy = System.ActorOf(
            ClusterSingletonProxy.Props("/user/sm", ClusterSingletonProxySettings.Create(System)));
        proxy.Tell("hello", probe.Ref);
        await probe.Expect("hello");
    }

    [Fact]
    public async Task The_singleton_gets_its_termination_message_when_the_system_ends()
    {
        await Join();
        var ended = new TaskCompletionSource<string>();
        System.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new Ending(ended)), "please end", ClusterSingletonManagerSettings.Create(System)),
            "sm");
        await System.ActorSelection("/user/sm/singleton").Eventually(Soon);
        await System.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("please end", await ended.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task Init_starts_manager_and_proxy_once()
    {
        await Join();
        var singleton = SingletonActor.Create(Props.Create<Echo>(), "greeter");
        var proxy = ClusterSingleton.Get(System).Init(singleton);
        Assert.Equal("hi", await proxy.Ask<string>("hi", Soon));
        Assert.Equal(proxy, ClusterSingleton.Get(System).Init(singleton));
        Assert.Equal("akka://spec/user/singletonProxygreeter", proxy.Path.ToString());
    }

    [Fact]
    public async Task A_singleton_that_fails_is_restarted_at_its_place()
    {
        await Join();
        System.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new Fragile()), ClusterSingletonManagerSettings.Create(System)), "sm");
        var proxy = System.ActorOf(
            ClusterSingletonProxy.Props("/user/sm", ClusterSingletonProxySettings.Create(System)));
        Assert.Equal(1, await proxy.Ask<int>("count", Soon));
        Assert.Equal(2, await proxy.Ask<int>("count", Soon));
        proxy.Tell("fail");
        Assert.Equal(1, await proxy.Ask<int>("count", Soon));
    }

    [Fact]
    public void Settings_come_from_configuration()
    {
        var settings = ClusterSingletonManagerSettings.Create(System);
        Assert.Equal("singleton", settings.SingletonName);
        Assert.Null(settings.Role);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HandOverRetryInterval);
        var proxy = ClusterSingletonProxySettings.Create(System);
        Assert.Equal(1000, proxy.BufferSize);
        Assert.Equal("singleton", proxy.SingletonName);
    }

    private sealed class Ending : ReceiveActor
    {
        public Ending(TaskCompletionSource<string> ended) => Receive<string>(text =>
        {
            ended.TrySetResult(text);
            Context.Stop(Self);
        });
    }

    private sealed class Fragile : ReceiveActor
    {
        private int _count;

        public Fragile()
        {
            Receive<string>(text => text == "count", _ => Sender.Tell(++_count));
            Receive<string>(_ => throw new InvalidOperationException("boom"));
        }
    }
}
