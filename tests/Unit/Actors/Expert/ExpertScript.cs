using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Unit.Specs.Actors.Expert;

/// <summary>One expert's state with short words for what happens to it; the spec alone decides the order.</summary>
internal sealed class ExpertScript
{
    public static readonly ExpertId Id = new(ExpertKind.Encoder, 0, 1);
    public const string Node = "node";
    public const long Incarnation = 5;
    private const string Router = "router";
    private const string Coordinator = "coordinator";

    /// <summary>An expert that has taken over a version in epoch 0, or, with <paramref name="begun"/> false, holds nothing yet.</summary>
    public ExpertScript(long version = 0, bool begun = true)
    {
        if (!begun) return;
        Announce(epoch: 0);
        Restore(0, version, StateSource.Initial);
        Loaded(version);
    }

    public ExpertState State { get; } = new(Id, Node, Incarnation);

    public static MicroBatchKey Key(int index, int attempt = 0, long step = 0) => new(step, index, attempt);

    public IReadOnlyList<ExpertEffect> Announce(long epoch) => State.On(new ExpertCommands.Announce(Id, epoch), Coordinator);

    public IReadOnlyList<ExpertEffect> Restore(long epoch, long step, StateSource source) =>
        State.On(new ExpertCommands.Restore(Id, epoch, step, source), Coordinator);

    public IReadOnlyList<ExpertEffect> Loaded(long step) => State.On(new ExpertInput.Loaded(step));

    public IReadOnlyList<ExpertEffect> Forward(MicroBatchKey key, int after = -1) =>
        State.On(new ExpertCommands.Compute(Id, key, after, FakeOperations.Forward), Router);

    public IReadOnlyList<ExpertEffect> Backward(MicroBatchKey key, int after = -1) =>
        State.On(new ExpertCommands.Compute(Id, key, after, FakeOperations.Backward), Router);

    public IReadOnlyList<ExpertEffect> ForwardDone(MicroBatchKey key) =>
        State.On(new ExpertInput.Finished(key, FakeOperations.Forward, FakeOperations.Result));

    public IReadOnlyList<ExpertEffect> BackwardDone(MicroBatchKey key) =>
        State.On(new ExpertInput.Finished(key, FakeOperations.Backward, FakeOperations.Result));

    public IReadOnlyList<ExpertEffect> Failed(MicroBatchKey key, string operation) =>
        State.On(new ExpertInput.Failed(key, operation, "out of memory"));

    public IReadOnlyList<ExpertEffect> Added(MicroBatchKey key) => State.On(new ExpertInput.Added(key));

    /// <summary>A whole micro-batch, up to the effects of its last operation.</summary>
    public IReadOnlyList<ExpertEffect> Compute(MicroBatchKey key, int after = -1)
    {
        Forward(key, after);
        ForwardDone(key);
        Backward(key, after);
        return BackwardDone(key);
    }

    public IReadOnlyList<ExpertEffect> Prepare(int microBatches, long step = 0, long epoch = 0) =>
        State.On(new ExpertCommands.Prepare(Id, epoch, step, microBatches), Coordinator);

    public IReadOnlyList<ExpertEffect> Measured(double norm = 4, long step = 0) =>
        State.On(new ExpertInput.Measured(step, norm));

    public IReadOnlyList<ExpertEffect> Apply(long step = 0, long epoch = 0) =>
        State.On(new ExpertCommands.Commit(Id, epoch, step, true, 0.5, 0.1), Coordinator);

    public IReadOnlyList<ExpertEffect> Void(long step = 0, long epoch = 0) =>
        State.On(new ExpertCommands.Commit(Id, epoch, step, false, 0, 0), Coordinator);

    public IReadOnlyList<ExpertEffect> Updated(long step = 0) => State.On(new ExpertInput.Updated(step));

    public IReadOnlyList<ExpertEffect> Snapshot(long step = 0, long epoch = 0) =>
        State.On(new ExpertCommands.Snapshot(Id, epoch, step, ["keeper"]));

    public IReadOnlyList<ExpertEffect> Copied(long step = 0) => State.On(new ExpertInput.Copied(step));

    public IReadOnlyList<ExpertEffect> TakeState(long step = 0) => State.Between(
        new ExpertCommands.TakeState(Id, 0, step, new OfferedState(new TensorHandle([1], null), null, null, 0), 0), step, Coordinator);

    public IReadOnlyList<ExpertEffect> SavePart(long step = 0, long epoch = 0) =>
        State.Between(new ExpertCommands.SavePart(Id, epoch, step), step, Coordinator);

    /// <summary>What was asked for between steps has ended.</summary>
    public IReadOnlyList<ExpertEffect> Answered(IReadOnlyList<ExpertEffect> asked, object message) =>
        State.On(new ExpertInput.Answered(asked.OfType<ExpertEffect.Do>().Single().Command, message, Coordinator));

    /// <summary>The messages among effects, without the receiver.</summary>
    public static IEnumerable<object> Replies(IReadOnlyList<ExpertEffect> effects) =>
        effects.OfType<ExpertEffect.Reply>().Select(reply => reply.Message);
}
