using Moe.Actors.Operations;

namespace Moe.Actors.Ports;

/// <summary>
/// What belongs to a run and only its coordinator may touch: the run folder with ledger, metrics and epochs. Every node that
/// may become coordinator has one; <see cref="Enter"/> opens it when its coordinator takes office. Methods do input and output
/// and run on a lane.
/// </summary>
public interface IRunOffice
{
    /// <summary>Takes the run folder over and opens what is written there.</summary>
    /// <returns>Who is told of everything that happens, until <see cref="Leave"/>.</returns>
    IRunObserver Enter();

    /// <summary>Closes everything, so that another process may enter.</summary>
    void Leave();

    /// <summary>The newest whole checkpoint; null: none yet.</summary>
    /// <exception cref="Model.Failures.CheckpointException">There are checkpoints, and every one is damaged.</exception>
    CheckpointManifest? Durable();

    /// <summary>
    /// Opens the epoch that follows the coordinator's own: its file is created exclusively in the run folder, so that of two
    /// coordinators only one gets it.
    /// </summary>
    /// <param name="after">The coordinator's epoch; -1 when it takes office, and follows whatever epoch is the newest.</param>
    /// <param name="reason">Why, for the file.</param>
    /// <returns>The epoch; null: another coordinator has opened it, and so taken over.</returns>
    long? OpenEpoch(long after, string reason);

    /// <summary>The newest epoch; -1 before the first. It throws where the coordinator's own is gone: so is the run's folder.</summary>
    long NewestEpoch();

    /// <summary>
    /// The operations that were accepted in older epochs, as the newest of them wrote them down. What older ones still write counts no
    /// more.
    /// </summary>
    /// <exception cref="Model.Failures.CheckpointException">What is written there is no list of operations.</exception>
    IReadOnlyList<AcceptedOperation> TakeOperations(long epoch);

    /// <summary>Writes down all operations that were accepted up to and in an epoch; they are on disk when this returns.</summary>
    void KeepOperations(long epoch, IReadOnlyList<AcceptedOperation> operations);
}
