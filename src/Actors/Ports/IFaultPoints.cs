namespace Moe.Actors.Ports;

/// <summary>
/// Told whenever a node passes a <see cref="FaultPoint"/>: a test may have armed one, at which the process then ends as in a power
/// cut. Where nobody asked for that there is none of these, and nothing is called.
/// </summary>
public interface IFaultPoints
{
    /// <summary>A point is passed, on any thread. Does not return when it is the one that is armed.</summary>
    void Pass(FaultPoint point);
}
