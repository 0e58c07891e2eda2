namespace Moe.Actors.Coordinator;

/// <summary>What a run is doing.</summary>
public enum RunPhase
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>A new epoch: experts and nodes say what they hold.</summary>
    Gathering,

    /// <summary>Experts and coordinator take over the state that was chosen.</summary>
    Restoring,

    /// <summary>Experts that move leave their state with the node they move to.</summary>
    Moving,

    /// <summary>Between two steps.</summary>
    BetweenSteps,

    /// <summary>Between two steps until an operator has it go on.</summary>
    Paused,

    /// <summary>Drawing and routing a step's micro-batches.</summary>
    Drawing,

    /// <summary>Micro-batches are on their way.</summary>
    Running,

    /// <summary>Experts and routes measure their gradients.</summary>
    Preparing,

    /// <summary>Experts and routes apply them.</summary>
    Committing,

    /// <summary>Experts and routes drop them: the step is voided.</summary>
    Voiding,

    /// <summary>Ended.</summary>
    Over,
}
