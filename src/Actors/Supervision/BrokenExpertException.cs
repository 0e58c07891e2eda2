namespace Moe.Actors.Supervision;

/// <summary>Thrown by an expert's actor that must not go on: its start or its own buffers failed.</summary>
public sealed class BrokenExpertException(FailureKind kind, string during, Exception cause)
    : Exception($"{during}: {cause.Message}", cause)
{
    /// <summary>What failed.</summary>
    public FailureKind Kind => kind;

    /// <summary>What the expert was doing.</summary>
    public string During => during;

    /// <summary>Why.</summary>
    public Exception Cause => InnerException!;
}
