using Akka.Actor;
using Akka.Event;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model.Failures;

namespace Moe.Actors.Node;

/// <summary>
/// The agent of a node: says that it is there, from when it is a full member until the coordinator knows, keeps snapshots of parts
/// that live elsewhere, and passes on what concerns the node as a whole: the plan of experts, a refusal, that it may go, and the end
/// of the run.
/// </summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private readonly NodePost post;
    private readonly SnapshotShelf shelf;
    private readonly Arrivals arrivals;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private long epoch = -1;
    private bool leaving;

    /// <summary>An agent.</summary>
    public NodeActor(NodePost post)
    {
        this.post = post;
        shelf = new SnapshotShelf(post.Services.Channel);
        arrivals = new Arrivals(post.Services.Channel);
        Receive<Joined>(_ => Timers.StartPeriodicTimer("present", new SayPresent(), TimeSpan.Zero, Ticks.Every));
        Receive<SayPresent>(_ => post.Coordinator.Tell(new NodeEvents.Present(
            post.Description, post.RunHash, post.RunText, leaving, epoch, post.Services.Living.All), Self));
        Receive<NodeCommands.Leave>(_ =>
        {
            leaving = true;
            Say("asks to be emptied");
            Self.Tell(new SayPresent());
        });
        Receive<NodeCommands.Welcome>(welcome => Hear(welcome.Epoch));
        Receive<NodeCommands.Place>(post.Shards.Take);
        Receive<NodeCommands.ListSnapshots>(list =>
        {
            if (list.Epoch < epoch) return;
            Hear(list.Epoch);
            Sender.Tell(new NodeEvents.Snapshots(post.Description.Address, list.Epoch, shelf.Parts), Self);
        });
        Receive<NodeCommands.Keep>(keep =>
        {
            if (keep.Epoch < epoch) TensorHandle.Discard(keep.State.Handles);
            else arrivals.Take(keep, keep.State.Handles, Self, Sender, (message, _) => Keep((NodeCommands.Keep)message));
        });
        Receive<NodeCommands.KeepAlso>(also =>
        {
            if (also.Epoch < epoch) return;
            foreach (var part in also.Parts.Where(part => shelf.KeepAlso(part, also.Since, also.Step)))
                SayKept(part, also.Epoch, also.Step);
        });
        Receive<NodeCommands.Give>(give =>
        {
            post.Services.Faults?.Pass(FaultPoint.SnapshotAsked);
            var kept = shelf.Get(give.Part, give.Step);
            Sender.Tell(new NodeEvents.Given(give.Part, give.Step, kept?.State, kept?.Text), Self);
        });
        Receive<NodeCommands.KeepOnly>(only =>
        {
            if (only.Epoch >= epoch) shelf.KeepOnly(only.Steps);
        });
        Receive<Arrived>(arrivals.On);
        Receive<NotArrived>(lost =>
        {
            arrivals.On(lost);
            log.Warning("A snapshot did not arrive: {0}", lost.Reason);
            Say($"a snapshot did not arrive: {lost.Reason}");
        });
        ReceiveEnds();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Props of an agent.</summary>
    public static Props Of(NodePost post) => Props.Create(() => new NodeActor(post));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        AkkaCluster.Get(Context.System).RegisterOnMemberUp(() => self.Tell(new Joined()));
    }

    /// <inheritdoc/>
    protected override void PostStop() => shelf.Dispose();

    private void ReceiveEnds()
    {
        Receive<NodeCommands.Refuse>(refuse => post.Outcome.TrySetResult(new RunOutcome(RunEnd.Failed, 0, new ConfigurationException(
            $"{post.Description.Address} may not take part: {refuse.Reason}"))));
        Receive<NodeCommands.Released>(_ =>
        {
            Say("is empty and may go");
            post.Released.TrySetResult();
        });
        Receive<NodeCommands.RunOver>(over => post.Outcome.TrySetResult(new RunOutcome(
            over.End, over.Steps, over.End == RunEnd.Failed ? new EnvironmentException(
                $"The run ended at its coordinator's node: {over.Failure} See that node's output.") : null)));
    }

    // Nobody of the new epoch is told to go on before this node has answered: whatever it has given out is of an older one.
    private void Hear(long newer)
    {
        if (newer <= epoch) return;
        if (epoch >= 0) post.Services.Channel.EndEpoch();
        epoch = newer;
        Say($"hears of epoch {epoch}");
    }

    private void Say(string what) => post.Services.Log.Say("node", what);

    private void Keep(NodeCommands.Keep keep)
    {
        shelf.Put(keep);
        SayKept(keep.Part, keep.Epoch, keep.Step);
    }

    private void SayKept(string part, long ofEpoch, long step)
    {
        Say($"keeps {part} as it is after {step} steps");
        post.Services.Faults?.Pass(FaultPoint.SnapshotKept);
        post.Coordinator.Tell(new NodeEvents.Kept(post.Description.Address, part, ofEpoch, step), Self);
    }

    // The node is a full member. One that is not yet counts for nothing when members cannot reach each other: with parts of a run on
    // it, it could not go on with them.
    private sealed record Joined;

    private sealed record SayPresent;
}
