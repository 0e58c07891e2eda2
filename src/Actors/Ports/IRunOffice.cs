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
    /// Opens the epoch after the newest: its file is created exclusively in the run folder, so that of two coordinators only
    /// one gets it.
    /// </summary>
    long OpenEpoch(string reason);

    /// <summary>The newest epoch; -1 before the first.</summary>
    long NewestEpoch();
}
