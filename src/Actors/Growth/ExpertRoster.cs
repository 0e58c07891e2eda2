using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Growth;

/// <summary>
/// Which experts of a run are on. A layer has as many slots as the run file has experts; one that is off gets no row, whatever
/// the selection, and keeps its weights. Never changed: a change gives another roster.
/// </summary>
public sealed class ExpertRoster
{
    private readonly ModelShape shape;

    private ExpertRoster(ModelShape shape, ExpertMask mask)
    {
        (this.shape, Mask) = (shape, mask);
        Off = [.. shape.AllExperts().Where(expert => !IsOn(expert))];
    }

    /// <summary>Which experts routes may lead through.</summary>
    public ExpertMask Mask { get; }

    /// <summary>The experts that they may not.</summary>
    public IReadOnlyList<ExpertId> Off { get; }

    /// <summary>The roster of a run's beginning: so many experts of each routed layer are on, all when 0.</summary>
    public static ExpertRoster AtStart(ModelShape shape, int experts) => new(
        shape, ExpertMask.First(experts == 0 ? shape.Experts : experts, shape.Layers, shape.Experts));

    /// <summary>The roster that a checkpoint keeps.</summary>
    public static ExpertRoster From(ModelShape shape, RosterSnapshot snapshot) =>
        new(shape, ExpertMask.Without(shape, snapshot.Off.Select(ExpertId.Parse)));

    /// <summary>For a checkpoint.</summary>
    public RosterSnapshot Snapshot(ExpertUse use) => new(
        [.. Off.Select(expert => expert.ToString())], [.. use.Rows_LE]);

    /// <summary>Whether routes may lead through an expert; the vocabulary and vanilla layers are always on.</summary>
    public bool IsOn(ExpertId expert) => !IsSlot(expert) || Mask.IsOn(shape.RowOf(expert), expert.Number);

    /// <summary>The first expert of a layer that is on.</summary>
    public ExpertId FirstOn(ExpertId sibling) => IsSlot(sibling)
        ? sibling.AsExpert() with { Number = Mask.On(shape.RowOf(sibling))[0] }
        : sibling.AsExpert();

    /// <summary>The first slot of an expert's layer that is off; null: all are on.</summary>
    public ExpertId? FreeSlot(ExpertId sibling)
    {
        var off = IsSlot(sibling) ? Mask.Of(shape.RowOf(sibling)).IndexOf(true) : -1;
        return off >= 0 ? sibling.AsExpert() with { Number = off } : null;
    }

    /// <summary>Why a change cannot be made; null: it can.</summary>
    public string? Refusal(ExpertChange change)
    {
        var expert = change.Expert;
        if (!shape.AllExperts().Contains(expert) || !IsSlot(expert)) return $"{expert} is no expert of a routed layer of this run";
        if (change.Kind == OperationKind.Activate) return IsOn(expert) ? $"{expert} is on already" : null;
        if (!IsOn(expert)) return $"{expert} is off";
        return change.Kind switch
        {
            OperationKind.Clone => RefusalOfClone(expert, change.Other),
            OperationKind.Merge => RefusalOfMerge(expert, change.Other),
            _ when Mask.On(shape.RowOf(expert)).Length == 1 =>
                $"{expert} is the last of its layer that is on, and without it no route could pass",
            _ => null,
        };
    }

    /// <summary>The roster after a change that is not refused.</summary>
    public ExpertRoster After(ExpertChange change) => change.Kind switch
    {
        OperationKind.Clone => With(change.Other!.Value, on: true),
        OperationKind.Merge => With(change.Other!.Value, on: false),
        OperationKind.Prune => With(change.Expert, on: false),
        _ => With(change.Expert, on: true),
    };

    private string? RefusalOfClone(ExpertId expert, ExpertId? slot) =>
        slot is not { } free ? $"all {shape.Experts} experts of the layer are on, and a clone needs a slot: prune or merge one first"
        : !IsSibling(expert, free) ? $"{free} is no slot of the layer of {expert}"
        : IsOn(free) ? $"{free} is on, and a clone would take its place: prune it first"
        : null;

    private string? RefusalOfMerge(ExpertId expert, ExpertId? other) =>
        other is not { } ending || !IsSibling(expert, ending) ? $"{expert} can be merged with another expert of its layer alone"
        : !IsOn(ending) ? $"{ending} is off"
        : null;

    private bool IsSibling(ExpertId expert, ExpertId other) =>
        expert != other && expert == other with { Number = expert.Number } && other.Number < shape.Experts;

    private bool IsSlot(ExpertId expert) => expert.Kind != ExpertKind.Vocabulary && !shape.IsVanilla(shape.RowOf(expert));

    private ExpertRoster With(ExpertId expert, bool on) => new(shape, Mask.With(shape.RowOf(expert), expert.Number, on));
}
