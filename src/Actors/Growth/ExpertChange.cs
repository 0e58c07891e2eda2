using Moe.Actors.Operations;
using Moe.Model;

namespace Moe.Actors.Growth;

/// <summary>A change of a layer's experts, asked for by somebody or by the run's own policy.</summary>
/// <param name="Kind">What is done: clone, merge, prune or activate.</param>
/// <param name="Expert">To which expert: the original of a clone, and the one that goes on of a merge.</param>
/// <param name="Other">The slot of a clone, the expert that ends in a merge, else null.</param>
/// <param name="Who">Who wants it.</param>
/// <param name="Why">The reason, for the ledger.</param>
public sealed record ExpertChange(OperationKind Kind, ExpertId Expert, ExpertId? Other, string Who, string Why)
{
    /// <summary>The change that an operation asks for; null: it asks for none.</summary>
    public static ExpertChange? Of(RunOperation operation, string who = "", string why = "") =>
        operation.Kind is OperationKind.Clone or OperationKind.Merge or OperationKind.Prune or OperationKind.Activate
            ? new ExpertChange(operation.Kind, operation.Expert!.Value, operation.Other, who, why)
            : null;

    /// <summary>The expert whose weights it changes; null: none's.</summary>
    public ExpertId? Receiver => Kind switch
    {
        OperationKind.Clone => Other,
        OperationKind.Merge => Expert,
        _ => null,
    };

    /// <summary>The expert whose weights go to the receiver.</summary>
    public ExpertId? Giver => Kind switch
    {
        OperationKind.Clone => Expert,
        OperationKind.Merge => Other,
        _ => null,
    };
}
