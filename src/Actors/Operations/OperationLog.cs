namespace Moe.Actors.Operations;

/// <summary>
/// The accepted operations of a run. What holds at a step follows from the log alone: a run that goes back to an older step does the
/// steps since again with every operation at its own step, to the same bits. Later operations count more, also where a run that had
/// gone back gave them an earlier step.
/// </summary>
/// <param name="start">What holds before any operation.</param>
/// <param name="all">The operations in the order in which they were accepted.</param>
public sealed class OperationLog(Steering start, IReadOnlyList<AcceptedOperation> all)
{
    /// <summary>The operations in the order in which they were accepted.</summary>
    public IReadOnlyList<AcceptedOperation> All => all;

    /// <summary>The number that the next operation gets.</summary>
    public long NextId => all.Count == 0 ? 1 : all[^1].Id + 1;

    /// <summary>What all operations come to.</summary>
    public Steering Newest { get; } = Fold(start, all);

    /// <summary>What holds at a step.</summary>
    public Steering At(long step) => all.All(operation => operation.Step <= step)
        ? Newest
        : Fold(start, [.. all.Where(operation => operation.Step <= step)]);

    /// <summary>The operations that take effect right before a step.</summary>
    public IEnumerable<RunOperation> Before(long step) =>
        all.Where(operation => operation.Step == step).Select(operation => operation.Operation);

    /// <summary>Whether right before a step the drawing of rows changes, so that rows drawn ahead count no more.</summary>
    public bool ChangesRowsBefore(long step) => Before(step).Any(operation => ChangesRows(Find(operation.Undone)?.Operation ?? operation));

    /// <summary>The operation of a number; null: there is none.</summary>
    public AcceptedOperation? Find(long? id) => all.FirstOrDefault(operation => operation.Id == id);

    /// <summary>The operation that a caller's key came with before; null: it has not.</summary>
    public AcceptedOperation? Find(string who, string key) =>
        all.FirstOrDefault(operation => key.Length > 0 && operation.Who == who && operation.Key == key);

    /// <summary>The operation that undoes another; null: none does.</summary>
    public AcceptedOperation? UndoneBy(long id) => all.FirstOrDefault(operation => operation.Operation.Undone == id);

    /// <summary>The log with one more operation.</summary>
    public OperationLog With(AcceptedOperation operation) => new(start, [.. all, operation]);

    private static bool ChangesRows(RunOperation operation) =>
        operation.Kind is OperationKind.Sampler or OperationKind.Quarantine or OperationKind.Release;

    private static Steering Fold(Steering start, IReadOnlyList<AcceptedOperation> operations)
    {
        var undone = operations.Select(operation => operation.Operation.Undone).OfType<long>().ToHashSet();
        return operations.Where(operation => !undone.Contains(operation.Id))
            .Aggregate(start, (steering, accepted) => steering.After(accepted.Operation));
    }
}
