using Moe.Model;

namespace Moe.Actors.Simulation.Invariants;

/// <summary>
/// The update of a step at an expert is made of exactly the micro-batches planned for it, each once, in their order. What a
/// voided step or a lost life has added does not count.
/// </summary>
public sealed class ExactlyOnce
{
    private const string Name = "every micro-batch once";
    private readonly Dictionary<(long Step, ExpertId Expert), SortedSet<int>> planned = [];
    private readonly Dictionary<(ExpertId Expert, long Incarnation), (long Step, List<int> Indices)> added = [];

    /// <summary>Additions that were checked.</summary>
    public long Additions { get; private set; }

    /// <summary>Updates that were checked.</summary>
    public long Updates { get; private set; }

    /// <summary>A micro-batch of a step will touch an expert. A step that is planned again must be planned alike.</summary>
    public void Planned(long step, int index, ExpertId expert)
    {
        if (!planned.TryGetValue((step, expert), out var indices)) planned.Add((step, expert), indices = []);
        indices.Add(index);
    }

    /// <summary>A step that was planned will be planned otherwise: what was asked of the run has changed since.</summary>
    public void Forget(long step)
    {
        foreach (var key in planned.Keys.Where(key => key.Step == step).ToArray()) planned.Remove(key);
    }

    /// <summary>A micro-batch's gradients are in the buffer of an expert; the first of a step overwrites it.</summary>
    public void Added(ExpertId expert, long incarnation, long step, int index, bool overwrites)
    {
        var owner = (expert, incarnation);
        if (!added.TryGetValue(owner, out var buffer) || overwrites) buffer = added[owner] = (step, []);
        if (buffer.Step != step) throw Broken(expert, step, $"micro-batch {index} was added to what step {buffer.Step} left");
        if (buffer.Indices.Count > 0 && buffer.Indices[^1] >= index)
            throw Broken(expert, step, $"micro-batch {index} was added after {buffer.Indices[^1]}");
        if (!planned.GetValueOrDefault((step, expert), []).Contains(index))
            throw Broken(expert, step, $"micro-batch {index} was added and not planned");
        buffer.Indices.Add(index);
        Additions++;
    }

    /// <summary>An expert has updated its weights.</summary>
    public void Applied(ExpertId expert, long incarnation, long step)
    {
        var wanted = planned.GetValueOrDefault((step, expert), []);
        var found = added.TryGetValue((expert, incarnation), out var buffer) && buffer.Step == step ? buffer.Indices : [];
        if (!wanted.SequenceEqual(found))
            throw Broken(expert, step, $"updated with [{string.Join(' ', found)}], planned were [{string.Join(' ', wanted)}]");
        added.Remove((expert, incarnation));
        Updates++;
    }

    private static InvariantBrokenException Broken(ExpertId expert, long step, string what) =>
        new(Name, $"{expert} in step {step}: {what}");
}
