using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class RemoteMessagingSpecs : RemoteSpec
{
    private readonly ActorSystem _a;
    private readonly ActorSystem _b;

    public RemoteMessagingSpecs()
    {
        _a = Start("left");
        _b = Start("right");
    }

    [Fact]
    public void Port_zero_takes_a_free_port_and_the_address_tells_it()
    {
        Assert.Equal("akka.tcp", AddressOf(_a).Protocol);
        Assert.Equal("127.0.0.1", AddressOf(_a).Host);
        Assert.True(PortOf(AddressOf(_a)) > 0);
        Assert.NotEqual(PortOf(AddressOf(_a)), PortOf(AddressOf(_b)));
    }

    [Fact]
    public void A_port_in_use_is_an_error_at_the_start()
    {
        // The original lets systems share a port on Linux unless told not to.
        var failure = Record.Exception(() => Start(
            "late",
            $"akka.remote.dot-netty.tcp {{ port = {PortOf(AddressOf(_a))}, tcp-reuse-addr = off }}"));
        Assert.NotNull(failure);
        Assert.Contains("in use", failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_question_to_a_path_is_answered()
    {
        _b.ActorOf<Echo>("echo");
        var echo = await _a.ActorSelection($"{AddressOf(_b)}/user/echo").ResolveOne(Soon);
        Assert.Equal(AddressOf(_b), echo.Path.Address);
        Assert.Equal("hello", await echo.Ask<string>("hello", Soon));
        Assert.Equal(7, await echo.Ask<int>(7, Soon));
        Assert.Equal(7L, await echo.Ask<long>(7L, Soon));
        Assert.Equal([1, 2, 3], await echo.Ask<byte[]>(new byte[] { 1, 2, 3 }, Soon));
        Assert.Equal(new Note("x", echo, 3), await echo.Ask<Note>(new Note("x", echo, 3), Soon));
    }

    [Fact]
    public async Task References_in_messages_work_on_the_other_side()
    {
        var probe = Probe.In(_a);
        var echo = Seen(_a, _b.ActorOf<Echo>(), _b);
        echo.Tell(new Note("to", probe.Ref), probe.Ref);
        var note = await probe.Expect<Note>();
        // What comes home is the local reference again.
        Assert.Equal(probe.Ref, note.Actor);
        Assert.Equal(echo, probe.LastSender);
        Assert.Equal(AddressOf(_b), probe.LastSender.Path.Address);
    }

    [Fact]
    public async Task Identify_finds_actors_and_tells_of_none()
    {
        var echo = _b.ActorOf<Echo>("there");
        var found = await _a.ActorSelection($"{AddressOf(_b)}/user/there")
            .Ask<ActorIdentity>(new Identify("q"), Soon);
        Assert.Equal("q", found.MessageId);
        Assert.Equal(echo.Path.Uid, found.Subject.Path.Uid);
        var missing = await _a.ActorSelection($"{AddressOf(_b)}/user/nobody")
            .Ask<ActorIdentity>(new Identify(2), Soon);
        Assert.Equal(2, missing.MessageId);
        Assert.Null(missing.Subject);
    }

    [Fact]
    public async Task A_selection_with_a_wildcard_reaches_all()
    {
        var probe = Probe.In(_a);
        _b.ActorOf<Echo>("worker-1");
        _b.ActorOf<Echo>("worker-2");
        await Find(_a, AddressOf(_b), "/user/worker-1");
        _a.ActorSelection($"{AddressOf(_b)}/user/worker-*").Tell("x", probe.Ref);
        await probe.Expect("x");
        await probe.Expect("x");
    }

    [Fact]
    public async Task Forward_keeps_the_sender_and_a_pipe_has_one()
    {
        var c = Start("third");
        var probe = Probe.In(c);
        var echo = Seen(_b, _a.ActorOf<Echo>(), _a);
        var forwarder = Seen(c, _b.ActorOf(Props.Create(() => new Forwarder(echo))), _b);
        forwarder.Tell("over two", probe.Ref);
        await probe.Expect("over two");
        Assert.Equal(AddressOf(_a), probe.LastSender.Path.Address);
        await Task.FromResult("piped").PipeTo(Seen(_b, probe.Ref, c), Seen(_b, echo, _a));
        await probe.Expect("piped");
    }

    [Fact]
    public async Task A_failure_comes_back_as_an_exception()
    {
        var failing = Seen(_a, _b.ActorOf(Props.Create(() => new Failing())), _b);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Ask<string>("x", Soon));
        Assert.Equal("on purpose", failure.Message);
    }

    [Fact]
    public async Task Messages_of_one_sender_keep_their_order()
    {
        const int count = 20_000;
        var probe = Probe.In(_b);
        var remote = Seen(_a, probe.Ref, _b);
        for (var i = 0; i < count; i++)
            remote.Tell(i, ActorRefs.NoSender);
        for (var i = 0; i < count; i++)
            await probe.Expect(i);
    }

    [Fact]
    public async Task What_is_too_large_or_cannot_be_written_is_dropped_and_the_rest_arrives()
    {
        var probe = Probe.In(_b);
        var remote = Seen(_a, probe.Ref, _b);
        remote.Tell(new Note("first", null, 100_000), ActorRefs.NoSender);
        remote.Tell(new Note("too large", null, 128_001), ActorRefs.NoSender);
        remote.Tell(new Unwritable(), ActorRefs.NoSender);
        remote.Tell(new Note("unreadable"), ActorRefs.NoSender);
        remote.Tell(new Note("last"), ActorRefs.NoSender);
        Assert.Equal("first", (await probe.Expect<Note>()).Text);
        Assert.Equal("last", (await probe.Expect<Note>()).Text);
    }

    [Fact]
    public async Task Stop_and_poison_reach_actors_of_other_systems()
    {
        var first = _b.ActorOf<Echo>();
        var second = _b.ActorOf<Echo>();
        var probe = Probe.In(_b);
        await probe.Watch(first);
        await probe.Watch(second);
        Seen(_a, first, _b).Tell(PoisonPill.Instance, ActorRefs.NoSender);
        Assert.Equal(first, (await probe.Expect<Terminated>()).ActorRef);
        ((IInternalActorRef)Seen(_a, second, _b)).Stop();
        Assert.Equal(second, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Messages_sent_just_before_the_end_still_arrive()
    {
        var probe = Probe.In(_b);
        var c = Start("short");
        var remote = Seen(c, probe.Ref, _b);
        Assert.NotNull(await c.ActorSelection($"{AddressOf(_b)}/user").Ask<ActorIdentity>(new Identify(1), Soon));
        for (var i = 0; i < 100; i++)
            remote.Tell(i, ActorRefs.NoSender);
        await c.Terminate().WaitAsync(Soon);
        for (var i = 0; i < 100; i++)
            await probe.Expect(i);
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(
            _ => Sender.Tell(new Status.Failure(new InvalidOperationException("on purpose"))));
    }
}
