using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Operations;

/// <summary>What is looked at when an operation is asked for.</summary>
/// <param name="Log">The operations so far.</param>
/// <param name="Step">The step before which it would take effect.</param>
/// <param name="Experts">The run's experts.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Leaving">Addresses of those that are leaving, or are drained and will.</param>
/// <param name="Resting">Tasks that rest after a loss that was not a number.</param>
/// <param name="Roster">The experts that are on before the coming step, with what was accepted for it.</param>
/// <param name="WhyNotChanged">Why an expert cannot be cloned, merged, pruned or activated; null: it can.</param>
/// <param name="WhyNotPlaced">Why experts cannot be placed on some of the nodes with some of them pinned; null: they can.</param>
internal sealed record OperationView(
    OperationLog Log, long Step, IReadOnlyList<ExpertId> Experts, IReadOnlyList<string> Tasks, IReadOnlyList<NodeDescription> Nodes,
    IReadOnlySet<string> Leaving, IReadOnlySet<string> Resting, ExpertRoster Roster, Func<ExpertChange, string?> WhyNotChanged,
    Func<IReadOnlyList<NodeDescription>, IReadOnlyDictionary<ExpertId, string>, string?> WhyNotPlaced)
{
    /// <summary>The nodes that are not leaving.</summary>
    public IReadOnlyList<NodeDescription> Staying => [.. Nodes.Where(node => !Leaving.Contains(node.Address))];

    /// <summary>The operation with its node's whole address, where there is such a node, and a clone's slot.</summary>
    public RunOperation Resolve(RunOperation operation) =>
        operation is { Kind: OperationKind.Clone, Expert: { } original, Other: null }
            ? operation with { Other = Roster.FreeSlot(original) }
            : WithAddress(operation);

    private RunOperation WithAddress(RunOperation operation) =>
        Nodes.FirstOrDefault(node => operation.Node is { } name && node.IsCalled(name)) is { } known
            ? operation with { Node = known.Address }
            : operation;
}
