using Akka.Actor;
using Akka.Configuration;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Xunit;

namespace Moe.Unit.Specs.Actors.Supervision;

public sealed class RunGuardSpecs : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ActorSystem system = ActorSystem.Create(
        "guard-specs", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
    private readonly TaskCompletionSource<CoordinatorInput.Broke> reported =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Births births = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await system.Terminate();

    [Fact]
    public async Task Passes_messages_on_and_lets_the_guarded_actor_answer_itself()
    {
        var guard = Guard(() => new Fragile(births));

        var answer = await guard.Ask<IActorRef>("who are you", Patience, Cancelled);

        Assert.Equal("guarded", answer.Path.Name);
        Assert.Same(answer, await answer.Ask<IActorRef>("who are you", Patience, Cancelled));
    }

    [Fact]
    public async Task Ends_the_run_with_what_escaped_a_turn_and_starts_nothing_anew()
    {
        var guard = Guard(() => new Fragile(births));
        var child = await guard.Ask<IActorRef>("who are you", Patience, Cancelled);
        var escaped = new InvalidOperationException("by design");

        guard.Tell(escaped);
        var broke = await reported.Task.WaitAsync(Patience, Cancelled);
        await child.GracefulStop(Patience);

        Assert.Equal((FailureKind.Actor, "a turn of router"), (broke.Kind, broke.During));
        Assert.Same(escaped, broke.Cause);
        Assert.Equal(1, births.Count);
    }

    [Fact]
    public async Task Names_what_an_expert_was_doing_when_it_broke()
    {
        var cause = new InvalidOperationException("half written");

        var broken = new BrokenExpertException(FailureKind.ExpertBuffers, "updating weights", cause);

        Guard(() => new Fragile(births)).Tell(broken);
        var broke = await reported.Task.WaitAsync(Patience, Cancelled);

        Assert.Equal((FailureKind.ExpertBuffers, "updating weights at router"), (broke.Kind, broke.During));
        Assert.Same(cause, broke.Cause);
    }

    [Fact]
    public async Task Ends_the_run_when_the_actor_cannot_even_be_made()
    {
        Guard(() => new Fragile(null!));

        Assert.IsType<ArgumentNullException>((await reported.Task.WaitAsync(Patience, Cancelled)).Cause);
    }

    private IActorRef Guard(System.Linq.Expressions.Expression<Func<Fragile>> make) =>
        system.ActorOf(RunGuard.Of(Props.Create(make), "router", broke => reported.TrySetResult(broke)));

    private sealed class Births
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public void Add() => Interlocked.Increment(ref count);
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile(Births births)
        {
            ArgumentNullException.ThrowIfNull(births);
            births.Add();
            Receive<string>(_ => Sender.Tell(Self));
            Receive<Exception>(exception => throw exception);
        }
    }
}
