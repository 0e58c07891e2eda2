namespace Moe.Actors.Messages;

/// <summary>What a router is told.</summary>
public static class RouterCommands
{
    /// <summary>Compute a micro-batch.</summary>
    public sealed record Assign(MicroBatchPlan Plan);

    /// <summary>Forget every micro-batch up to a step: it was committed or voided.</summary>
    public sealed record Forget(long Step);
}

/// <summary>What a router tells the coordinator.</summary>
public static class RouterEvents
{
    /// <summary>Ready for so many more micro-batches.</summary>
    public sealed record Pull(int Slots);

    /// <summary>A micro-batch is through.</summary>
    public sealed record Done(MicroBatchReport Report);

    /// <summary>A micro-batch could not be computed; it may be tried again.</summary>
    public sealed record Failed(MicroBatchKey Key, string Reason);
}
