namespace Akka.Actor;

/// <summary>A failure as an answer; <see cref="Status.Failure"/> is the newer form.</summary>
[Obsolete("Use Status.Failure")]
public class Failure
{
    /// <summary>What failed.</summary>
    public Exception Exception { get; set; }

    /// <summary>When.</summary>
    public DateTime Timestamp { get; set; }
}
