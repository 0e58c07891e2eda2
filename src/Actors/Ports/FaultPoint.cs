namespace Moe.Actors.Ports;

/// <summary>
/// The moments of the protocol at which the loss of a process is worst: something is done, and nobody has been told yet. Every one
/// is listed in docs/testing.md and passed in one place of the code.
/// </summary>
public enum FaultPoint
{
    /// <summary>An expert has added a micro-batch's gradients to its buffer.</summary>
    GradientAdded,

    /// <summary>An expert has measured its gradients and has not answered Prepare.</summary>
    GradientMeasured,

    /// <summary>An expert has ended the step and has not answered Commit.</summary>
    UpdateApplied,

    /// <summary>An expert has taken over an epoch's state and has not said so.</summary>
    StateRestored,

    /// <summary>An expert has become a copy of its sibling and has not said so.</summary>
    SiblingTaken,

    /// <summary>An expert has copied its state for a snapshot and given it to nobody.</summary>
    StateCopied,

    /// <summary>An expert's part of a checkpoint is on disk, and the coordinator does not know.</summary>
    PartWritten,

    /// <summary>A node keeps a part's snapshot and has not said so.</summary>
    SnapshotKept,

    /// <summary>A node is asked for a snapshot and has not handed it out.</summary>
    SnapshotAsked,

    /// <summary>A router is through with a micro-batch and has not reported it.</summary>
    MicroBatchThrough,

    /// <summary>An epoch's file is there, and nobody has heard of the epoch.</summary>
    EpochCreated,

    /// <summary>The coordinator has told one more expert which state to go on from.</summary>
    RestoreSent,

    /// <summary>The coordinator has told one more expert to commit.</summary>
    CommitSent,

    /// <summary>Router network and task embeddings have ended the step, and nothing else of it is known to have.</summary>
    RoutesUpdated,

    /// <summary>A step has ended everywhere and is not in the ledger.</summary>
    StepEnded,

    /// <summary>A checkpoint's manifest is on disk under another name.</summary>
    ManifestWritten,

    /// <summary>A checkpoint is whole, and those it replaces are still there.</summary>
    ManifestRenamed,
}
