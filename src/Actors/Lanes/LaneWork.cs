namespace Moe.Actors.Lanes;

/// <summary>What kind of work a lane is given; smaller goes first.</summary>
public enum LaneUrgency
{
    /// <summary>Goes back through the layers: frees memory and lets others go on.</summary>
    Backward,

    /// <summary>Goes forward.</summary>
    Forward,

    /// <summary>Adds weight gradients: nobody waits for it until the step's end.</summary>
    Deferred,
}

/// <summary>The place of a piece of work in a lane's queue: backward before forward, older micro-batches before newer.</summary>
public readonly record struct LaneOrder(LaneUrgency Urgency, long Step, int MicroBatch, long Arrival) : IComparable<LaneOrder>
{
    /// <inheritdoc/>
    public int CompareTo(LaneOrder other) =>
        (Urgency, Step, MicroBatch, Arrival).CompareTo((other.Urgency, other.Step, other.MicroBatch, other.Arrival));
}
