using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Unit.Specs.Actors.Expert;

/// <summary>One expert's state with short words for what happens to it; the spec alone decides the order.</summary>
internal sealed class ExpertScript(long version = 0)
{
    public static readonly ExpertId Id = new(ExpertKind.Encoder, 0, 1);
    private const string Router = "router";
    private const string Coordinator = "coordinator";

    public ExpertState State { get; } = new(Id, version);

    public static MicroBatchKey Key(int index, int attempt = 0, long step = 0) => new(step, index, attempt);

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

    public IReadOnlyList<ExpertEffect> Prepare(int microBatches, long step = 0) =>
        State.On(new ExpertCommands.Prepare(Id, step, microBatches), Coordinator);

    public IReadOnlyList<ExpertEffect> Measured(double norm = 4, long step = 0) =>
        State.On(new ExpertInput.Measured(step, norm));

    public IReadOnlyList<ExpertEffect> Apply(long step = 0) =>
        State.On(new ExpertCommands.Commit(Id, step, true, 0.5, 0.1), Coordinator);

    public IReadOnlyList<ExpertEffect> Void(long step = 0) =>
        State.On(new ExpertCommands.Commit(Id, step, false, 0, 0), Coordinator);

    public IReadOnlyList<ExpertEffect> Updated(long step = 0) => State.On(new ExpertInput.Updated(step));

    /// <summary>The messages among effects, without the receiver.</summary>
    public static IEnumerable<object> Replies(IReadOnlyList<ExpertEffect> effects) =>
        effects.OfType<ExpertEffect.Reply>().Select(reply => reply.Message);
}
