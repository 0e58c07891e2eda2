using Moe.Actors.Operations;
using Moe.Model;

namespace Moe.Actors.Growth;

/// <summary>A change of a layer's experts, asked for by somebody or by the run's own policy.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Expert">To which expert: the original of a clone, and the one that goes on of a merge.</param>
/// <param name="Other">The slot of a clone, null for the first that is off; the expert that ends in a merge; else null.</param>
/// <param name="Who">Who wants it.</param>
/// <param name="Why">The reason, for the ledger.</param>
public sealed record ExpertChange(ExpertChangeKind Kind, ExpertId Expert, ExpertId? Other, string Who, string Why)
{
    /// <summary>The change that an operation asks for; null: it asks for none.</summary>
    public static ExpertChange? Of(RunOperation operation, string who = "", string why = "")
    {
        ExpertChangeKind? kind = operation.Kind switch
        {
            OperationKind.Clone => ExpertChangeKind.Clone,
            OperationKind.Merge => ExpertChangeKind.Merge,
            OperationKind.Prune => ExpertChangeKind.Prune,
            OperationKind.Activate => ExpertChangeKind.Activate,
            _ => null,
        };
        return kind is { } change ? new ExpertChange(change, operation.Expert!.Value, operation.Other, who, why) : null;
    }

    /// <summary>The expert whose weights it changes; null: none's.</summary>
    public ExpertId? Receiver => Kind switch
    {
        ExpertChangeKind.Clone => Other,
        ExpertChangeKind.Merge => Expert,
        _ => null,
    };

    /// <summary>The expert whose weights go to the receiver.</summary>
    public ExpertId? Giver => Kind switch
    {
        ExpertChangeKind.Clone => Expert,
        ExpertChangeKind.Merge => Other,
        _ => null,
    };
}
