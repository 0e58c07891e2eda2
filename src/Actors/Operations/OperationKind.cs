namespace Moe.Actors.Operations;

/// <summary>What may be asked of a run while it is trained; docs/steering.md explains each.</summary>
public enum OperationKind
{
    /// <summary>Begin no further step.</summary>
    Pause,

    /// <summary>Go on after a pause.</summary>
    Resume,

    /// <summary>Write a checkpoint now.</summary>
    Checkpoint,

    /// <summary>Empty a node, which then leaves.</summary>
    Drain,

    /// <summary>Move an expert to a node.</summary>
    Move,

    /// <summary>Keep an expert on a node.</summary>
    Pin,

    /// <summary>Let an expert be placed freely again.</summary>
    Unpin,

    /// <summary>Change an expert's number of replicas: always refused.</summary>
    Replicate,

    /// <summary>Stop changing an expert's weights.</summary>
    Freeze,

    /// <summary>Have a frozen expert learn again.</summary>
    Unfreeze,

    /// <summary>Make a slot that is off a copy of an expert.</summary>
    Clone,

    /// <summary>Merge another expert into an expert.</summary>
    Merge,

    /// <summary>Switch an expert off.</summary>
    Prune,

    /// <summary>Switch an expert on again.</summary>
    Activate,

    /// <summary>Draw rows by another sampler.</summary>
    Sampler,

    /// <summary>Draw no rows of a task.</summary>
    Quarantine,

    /// <summary>Draw a task's rows again.</summary>
    Release,

    /// <summary>Go on as if an earlier operation had not been given.</summary>
    Undo,
}
