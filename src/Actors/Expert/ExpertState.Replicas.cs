using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Expert;

/// <summary>
/// The gradients of an expert's replicas at one of them. All go to the leading replica, which sums them in the order of replicas;
/// the sum goes back to the others, so that each applies the same update to the same weights.
/// </summary>
public sealed partial class ExpertState
{
    private readonly Dictionary<ExpertId, TensorHandle> arrived = [];
    private TensorHandle? sum;
    private bool given;
    private int giving;

    /// <summary>Whether a gradient from another replica is waited for: only then is it worth fetching.</summary>
    public bool Wants(ExpertCommands.TakeGradient command) =>
        command.Epoch == Epoch && command.Step == Version && IsSettled && committing is null && !measuring && preparedNorm is null
        && (command.Share is { } share ? !arrived.ContainsKey(share) : sum is null);

    /// <summary>A gradient from another replica; it may come before Prepare.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.TakeGradient command)
    {
        List<ExpertEffect> effects = [];
        if (!Wants(command))
        {
            effects.Add(new ExpertEffect.Discard([command.Gradient]));
            return Stale(effects);
        }
        if (command.Share is { } share) arrived.Add(share, command.Gradient);
        else sum = command.Gradient;
        MeasureIfComplete(effects);
        return effects;
    }

    /// <summary>A copy for another replica is made.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Given _)
    {
        List<ExpertEffect> effects = [];
        giving--;
        MeasureIfComplete(effects);
        UpdateIfCopied(effects);
        EndIfIdle(effects);
        GoOnIfIdle(effects);
        return effects;
    }

    // The leading replica needs the others' gradients; the others give theirs, and need the sum.
    private bool HasAllOf(ExpertCommands.Prepare command, List<ExpertEffect> effects)
    {
        if (command.Group is not { } group) return true;
        if (group.Lead == expert) return group.Shares.All(share => share.At == expert || arrived.ContainsKey(share.Replica));
        if (sum is not null) return true;
        if (given) return false;
        given = true;
        foreach (var share in group.Shares.Where(share => share.At == expert)) Give(share.Replica, group.Lead, group, effects);
        return false;
    }

    private IReadOnlyList<SummedGradient>? TakeSummed(ExpertCommands.Prepare command)
    {
        if (command.Group is not { } group) return null;
        SummedGradient[] summed = group.Lead == expert
            ? [.. group.Shares.Select(share => new SummedGradient(share.Replica, arrived.GetValueOrDefault(share.Replica)))]
            : [new SummedGradient(group.Lead, sum)];
        arrived.Clear();
        sum = null;
        return summed;
    }

    private void GiveSum(ExpertCommands.Prepare command, List<ExpertEffect> effects)
    {
        if (command.Group is not { } group || group.Lead != expert) return;
        foreach (var other in group.Actors.Keys.Where(other => other != expert).Order()) Give(null, other, group, effects);
    }

    private void Give(ExpertId? share, ExpertId to, ReplicaGroup group, List<ExpertEffect> effects)
    {
        giving++;
        effects.Add(new ExpertEffect.Give(Epoch, Version, share, to, group.Actors[to]));
    }

    private void ForgetGradients(List<ExpertEffect> effects)
    {
        TensorHandle[] left = [.. arrived.Values, .. sum is { } held ? [held] : Array.Empty<TensorHandle>()];
        if (left.Length > 0) effects.Add(new ExpertEffect.Discard(left));
        arrived.Clear();
        (sum, given) = (null, false);
    }
}
