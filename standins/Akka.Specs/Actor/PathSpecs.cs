using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class PathSpecs : SystemSpec
{
    [Fact]
    public void A_path_can_be_taken_apart_and_put_together()
    {
        var path = ActorPath.Parse("akka.tcp://sys@host:123/user/a/b");
        Assert.Equal(new Address("akka.tcp", "sys", "host", 123), path.Address);
        Assert.Equal("b", path.Name);
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("akka.tcp://sys@host:123/user/a", path.Parent.ToString());
        Assert.Equal("akka.tcp://sys@host:123/user/a/b/c", (path / "c").ToString());
        Assert.Equal(path, new RootActorPath(path.Address) / "user" / "a" / "b");
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.False(ActorPath.TryParse("not a path", out _));
    }

    [Fact]
    public void A_uid_tells_incarnations_apart_but_paths_are_equal()
    {
        var path = ActorPath.Parse("akka://sys/user/a");
        var first = path.WithUid(7);
        Assert.Equal(path, first);
        Assert.Equal("akka://sys/user/a#7", first.ToSerializationFormat());
        Assert.Equal(7, ActorPath.Parse("akka://sys/user/a#7").Uid);
        Assert.Equal(
            "akka.tcp://sys@h:1/user/a#7",
            first.ToSerializationFormatWithAddress(new Address("akka.tcp", "sys", "h", 1)));
    }

    [Fact]
    public void An_address_can_be_parsed_and_compared()
    {
        var address = Address.Parse("akka.tcp://sys@127.0.0.1:4053");
        Assert.Equal("akka.tcp", address.Protocol);
        Assert.Equal("sys", address.System);
        Assert.Equal("127.0.0.1", address.Host);
        Assert.Equal(4053, address.Port);
        Assert.True(address.HasGlobalScope);
        Assert.Equal("akka.tcp://sys@127.0.0.1:4053", address.ToString());
        Assert.Equal("sys@127.0.0.1:4053", address.HostPort());
        Assert.True(new Address("akka", "sys").HasLocalScope);
        Assert.Equal(new Address("akka.tcp", "sys", "h", 1), new Address("akka.tcp", "sys", "H", 1));
        Assert.NotEqual(new Address("akka.tcp", "sys", "h", 1), new Address("akka.tcp", "sys", "h", 2));
        Assert.True(new Address("akka.tcp", "sys", "a", 1).CompareTo(new Address("akka.tcp", "sys", "b", 1)) < 0);
    }

    [Fact]
    public void Names_have_rules()
    {
        Assert.True(ActorPath.IsValidPathElement("encoder.3.1"));
        Assert.True(ActorPath.IsValidPathElement("a%20b"));
        Assert.False(ActorPath.IsValidPathElement("a b"));
        Assert.False(ActorPath.IsValidPathElement("a/b"));
        Assert.False(ActorPath.IsValidPathElement("$a"));
        Assert.False(ActorPath.IsValidPathElement(""));
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf<Echo>("a b"));
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf<Echo>(""));
    }

    [Fact]
    public async Task A_name_is_taken_until_its_actor_has_ended()
    {
        var parent = System.ActorOf(Props.Create(() => new Renewing()));
        var (first, second) = await parent.Ask<(IActorRef, IActorRef)>("renew", Soon);
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_nameless_actor_gets_a_name()
    {
        var first = System.ActorOf<Echo>();
        var second = System.ActorOf<Echo>();
        Assert.StartsWith("$", first.Path.Name, StringComparison.Ordinal);
        Assert.NotEqual(first.Path.Name, second.Path.Name);
        Assert.Equal("akka://spec/user", first.Path.Parent.ToString());
        Assert.StartsWith($"[akka://spec/user/{first.Path.Name}#", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selections_find_actors_by_path_pattern_and_from_others()
    {
        var parent = System.ActorOf(Props.Create(() => new Parent()), "parent");
        var child = await parent.Ask<IActorRef>("one", Soon);
        await parent.Ask<IActorRef>("two", Soon);
        Assert.Equal(child, await System.ActorSelection("/user/parent/one").ResolveOne(Soon));
        Assert.Equal(child, await System.ActorSelection("akka://spec/user/parent/one").ResolveOne(Soon));
        Assert.Equal(child, await System.ActorSelection(child.Path).ResolveOne(Soon));
        Assert.Equal(parent, await System.ActorSelection(child, "..").ResolveOne(Soon));
        var probe = NewProbe();
        System.ActorSelection("/user/parent/*").Tell("hello", probe.Ref);
        await probe.Expect("hello");
        await probe.Expect("hello");
        System.ActorSelection("/user/parent/o*").Tell("hello", probe.Ref);
        await probe.Expect("hello");
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => System.ActorSelection("/user/parent/three").ResolveOne(Soon));
    }

    [Fact]
    public async Task A_message_to_a_selection_of_nobody_is_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(Akka.Event.DeadLetter));
        System.ActorSelection("/user/nobody/here").Tell("lost");
        var letter = await letters.Expect<Akka.Event.DeadLetter>();
        Assert.Equal("lost", letter.Message);
    }

    private sealed class Renewing : ReceiveActor
    {
        public Renewing()
        {
            IActorRef asker = ActorRefs.Nobody;
            var first = Context.Watch(Context.ActorOf<Echo>("taken"));
            Receive<string>(_ =>
            {
                asker = Sender;
                Assert.Throws<InvalidActorNameException>(() => Context.ActorOf<Echo>("taken"));
                Context.Stop(first);
                Assert.Throws<InvalidActorNameException>(() => Context.ActorOf<Echo>("taken"));
            });
            Receive<Terminated>(_ => asker.Tell((first, Context.ActorOf<Echo>("taken"))));
        }
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent() => Receive<string>(name => Sender.Tell(Context.ActorOf<Echo>(name)));
    }
}
