using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors;

/// <summary>One expert's state, and as numbers what its actor would hold: micro-batches, gradient, weight.</summary>
internal sealed class SimulatedExpert(ExpertId expert)
{
    private readonly List<ExpertEffect> running = [];
    private ulong gradient;
    private int lastAdded = -1;

    public ExpertState State { get; } = new(expert, "node", 1);

    /// <summary>Changes with every update, by what was added and in which order.</summary>
    public ulong Weight { get; private set; } = 17;

    public HashSet<MicroBatchKey> Held { get; } = [];

    public bool WritesBuffers => running.Any(effect => effect is not ExpertEffect.Run);

    /// <summary>The state asked for something.</summary>
    public void Begin(ExpertEffect effect)
    {
        switch (effect)
        {
            case ExpertEffect.Run run:
                Assert.DoesNotContain(running, other => other is ExpertEffect.Run same && same.Key == run.Key);
                if (run.Operation.Opens) Held.Add(run.Key);
                Assert.Contains(run.Key, Held);
                running.Add(effect);
                break;
            case ExpertEffect.Drop drop:
                Assert.DoesNotContain(running, other => other is ExpertEffect.Run run && run.Key == drop.Key);
                Held.Remove(drop.Key);
                break;
            default:
                Assert.False(WritesBuffers);
                running.Add(effect);
                break;
        }
    }

    /// <summary>What was asked for has ended.</summary>
    public IReadOnlyList<ExpertEffect> End(ExpertEffect effect, bool fails)
    {
        Assert.True(running.Remove(effect));
        switch (effect)
        {
            case ExpertEffect.Run run when fails:
                return State.On(new ExpertInput.Failed(run.Key, run.Operation.Name, "by chance"));
            case ExpertEffect.Run run:
                return State.On(new ExpertInput.Finished(run.Key, run.Operation, FakeOperations.Result));
            case ExpertEffect.Add add:
                Assert.True(Held.Remove(add.Key));
                if (add.Overwrite) (gradient, lastAdded) = (0, -1);
                Assert.True(add.Key.Index > lastAdded, $"{add.Key} was added after micro-batch {lastAdded}");
                (gradient, lastAdded) = (gradient * 31 + (ulong)add.Key.Index + 1, add.Key.Index);
                return State.On(new ExpertInput.Added(add.Key));
            case ExpertEffect.Measure measure:
                return State.On(new ExpertInput.Measured(measure.Step, 1));
            case ExpertEffect.Load load:
                return State.On(new ExpertInput.Loaded(load.Command.Step));
            case ExpertEffect.Update update:
                Weight = Weight * 1_000_003 + gradient;
                return State.On(new ExpertInput.Updated(update.Step));
            default:
                throw new InvalidOperationException($"{effect} has no end.");
        }
    }
}
