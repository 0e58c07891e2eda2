using Moe.Actors;
using Moe.Actors.Simulation.Invariants;
using Moe.Model;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// What a simulated run has shown so far, with the invariants that watch it. Weights are compared with those of an undisturbed run
/// at every version.
/// </summary>
internal sealed class RunRecord(RunRecord? reference)
{
    private readonly Dictionary<(ExpertId Expert, long Version), ulong> weights = [];
    private readonly Dictionary<long, OwnPart> own = [];
    private readonly Dictionary<long, long> begun = [];
    private readonly Dictionary<long, int> planned = [];
    private long incarnations;

    public ExactlyOnce ExactlyOnce { get; } = new();

    public OneOwner Owners { get; } = new();

    public RunOutcome? Outcome { get; set; }

    public int Recoveries { get; set; }

    /// <summary>Losses after which the others had all that was needed to go on at once.</summary>
    public int TurnedOver { get; set; }

    /// <summary>The step that the next epoch may not go back behind.</summary>
    public long? Promised { get; set; }

    public int Replayed { get; set; }

    /// <summary>Coordinators so far; a new one promises nothing.</summary>
    public int Offices
    {
        get;
        set => (field, Promised) = (value, null);
    }

    public int Deposed { get; set; }

    public int Voided { get; set; }

    public int Retried { get; set; }

    public int Releases { get; set; }

    /// <summary>Copies that stand for a further step, since their expert has not changed.</summary>
    public int KeptUnchanged { get; set; }

    /// <summary>Such copies that were asked for.</summary>
    public int GivenUnchanged { get; set; }

    /// <summary>Experts that were cloned or merged, again and again where a run went back.</summary>
    public int Changed { get; set; }

    /// <summary>The step of every operation that was said to be accepted, by number.</summary>
    public SortedDictionary<long, long> Accepted { get; } = [];

    public HashSet<string> Sources { get; } = [];

    public int Compared { get; private set; }

    public long NextIncarnation() => ++incarnations;

    /// <summary>An epoch goes on from a step: nobody may go back, or on, to another one.</summary>
    public void Declared(long epoch, long step)
    {
        if (begun.TryGetValue(epoch, out var before) && before != step)
            throw new InvariantBrokenException("one state an epoch", $"epoch {epoch} goes on from step {before} and from step {step}");
        if (Promised is { } promised && step < promised)
            throw new InvariantBrokenException(
                "a replica left, nothing lost", $"epoch {epoch} goes back to step {step}, behind {promised}");
        (begun[epoch], Promised) = (step, null);
    }

    public void Restored(ExpertId expert, long epoch, long version)
    {
        if (!begun.TryGetValue(epoch, out var declared) || declared != version)
            throw new InvariantBrokenException("one state an epoch", $"{expert} went to version {version} in epoch {epoch} undeclared");
    }

    /// <summary>A step is planned, with so many operations known: with others than the last time it may be planned otherwise.</summary>
    public void Plans(long step, int operations)
    {
        if (planned.TryGetValue(step, out var before) && before != operations) ExactlyOnce.Forget(step);
        planned[step] = operations;
    }

    /// <summary>What an expert's weights are before a step.</summary>
    public void Holds(ExpertId expert, long version, ulong weight)
    {
        if (reference is null)
        {
            weights[(expert, version)] = weight;
            return;
        }
        Compared++;
        if (reference.weights.GetValueOrDefault((expert, version)) == weight) return;
        throw new InvariantBrokenException("the weights of an undisturbed run", $"{expert} at version {version} holds other weights");
    }

    /// <summary>What the coordinator's own part is before a step.</summary>
    public void Holds(long step, OwnPart part)
    {
        if (reference is null)
        {
            own[step] = part;
            return;
        }
        if (reference.own.TryGetValue(step, out var expected) && expected.Value == part.Value && expected.Position == part.Position) return;
        throw new InvariantBrokenException(
            "the weights of an undisturbed run", $"the coordinator's own part before step {step} is {part.Text}");
    }
}
