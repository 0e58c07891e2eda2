namespace Moe.Actors;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>Every step was done.</summary>
    Finished,

    /// <summary>Asked to stop; the step was finished and a checkpoint written.</summary>
    Stopped,

    /// <summary>Ended by a failure.</summary>
    Failed,
}

/// <summary>The end of a run: after which step, and the failure if any.</summary>
public sealed record RunOutcome(RunEnd End, long Steps, Exception? Failure = null);
