using Moe.Actors.Operations;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Curriculum.Batches;
using Moe.Model;

namespace Moe.Cluster.Hosting;

/// <summary>What an office works with.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Node">What this node is called in epochs and status.</param>
/// <param name="Gym">A hash of each task's files as this node read them.</param>
/// <param name="GymFolder">Where they are.</param>
/// <param name="Categories">Categories of the tasks.</param>
/// <param name="Model">The run's model.</param>
/// <param name="PlannedSteps">Steps of the run.</param>
/// <param name="Observers">Who is told besides the run folder's own files.</param>
/// <param name="Warn">Told of each damaged checkpoint, and of a coordinator that stands still.</param>
/// <param name="Faults">Told of fault points that are passed; null: no test has armed one.</param>
internal sealed record RunOfficeSetup(
    RunFolder Folder, string Node, IReadOnlyDictionary<string, string> Gym, string GymFolder, TaskCategories Categories, ModelShape Model,
    long PlannedSteps, IReadOnlyList<IRunObserver> Observers, Action<string> Warn, IFaultPoints? Faults = null);

/// <summary>
/// The run folder as a coordinator uses it: locked and open from <see cref="Enter"/> to <see cref="Leave"/>. Of several nodes one is
/// in office at a time; a node that takes over waits for the one before it to let go, or for its process to be gone.
/// </summary>
internal sealed class RunOffice(RunOfficeSetup setup, TimeProvider time) : IRunOffice, IDisposable
{
    // Longer than a coordinator on the losing side of a split takes to notice and end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly EpochFiles epochs = new(setup.Folder.File(RunFiles.Epochs), time, setup.Faults);
    private readonly OperationFiles operations = new(setup.Folder.File(RunFiles.Operations));
    private FencedObserver? observer;
    private List<IDisposable> open = [];
    private long? opened;

    /// <summary>Whether the newest epoch of the run was opened here: nobody has taken over since.</summary>
    public bool IsLast => opened is { } epoch && epoch == epochs.Newest;

    /// <inheritdoc/>
    public IRunObserver Enter()
    {
        lock (gate)
        {
            if (observer is not null) return observer;
            setup.Folder.TakeOver(time, Patience, () => setup.Warn(
                $"{setup.Folder.Path}: the coordinator before stands still and keeps the lock; a new epoch fences it"));
            List<IDisposable> opening = [];
            try
            {
                Ledger ledger = new(setup.Folder.File(RunFiles.Ledger), time);
                opening.Add(ledger);
                MetricsCsv metrics = new(setup.Folder.File(RunFiles.Metrics), setup.Categories, time);
                opening.Add(metrics);
                RouteHistory routes = new(setup.Folder.File(RunFiles.RouteFolder), setup.Model, setup.Categories);
                opening.Add(routes);
                StatusFile status = new(setup.Folder.File(RunFiles.Status), setup.Node, setup.PlannedSteps, time,
                    takesOver: opened is null);
                observer = new FencedObserver(new CompositeObserver([ledger, metrics, routes, status, .. setup.Observers]), IsFenced);
                open = opening;
                return observer;
            }
            finally
            {
                if (observer is null) Close(opening);
            }
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
        lock (gate)
        {
            if (observer is null) return;
            observer = null;
            Close(open);
        }
    }

    /// <inheritdoc/>
    public CheckpointManifest? Durable()
    {
        var from = CheckpointReader.ToGoOnFrom(setup.Folder.Checkpoints, setup.Warn);
        if (from is not null) GymContent.Require(from.Gym, setup.Gym, setup.GymFolder);
        return from;
    }

    /// <inheritdoc/>
    public long? OpenEpoch(long after, string reason)
    {
        // Nobody may find the epoch's file without finding that it is ours.
        lock (gate)
        {
            setup.Folder.RequireStillThere();
            var epoch = epochs.Open(after, setup.Node, reason);
            opened = epoch ?? opened;
            return epoch;
        }
    }

    /// <inheritdoc/>
    public long NewestEpoch()
    {
        var newest = epochs.Newest;
        return opened is { } epoch && newest < epoch ? throw Missing(epoch) : newest;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcceptedOperation> TakeOperations(long epoch) => operations.Take(epoch);

    /// <inheritdoc/>
    public void KeepOperations(long epoch, IReadOnlyList<AcceptedOperation> accepted) => operations.Keep(epoch, accepted);

    /// <inheritdoc/>
    public void Dispose() => Leave();

    private bool IsFenced()
    {
        lock (gate)
        {
            if (opened is not { } epoch) return false;
            if (epochs.IsOpened(epoch + 1)) return true;
            return epochs.IsOpened(epoch) ? false : throw Missing(epoch);
        }
    }

    private RunFolderException Missing(long epoch) => setup.Folder.Missing($"{RunFiles.Epochs}/{EpochFiles.NameOf(epoch)}");

    private void Close(List<IDisposable> files)
    {
        foreach (var file in files) file.Dispose();
        setup.Folder.Release();
    }
}
