using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Router;

/// <summary>What a <see cref="RouterState"/> wants done.</summary>
public abstract record RouterEffect
{
    /// <summary>Build the batch of a plan; then its first stop begins.</summary>
    public sealed record Begin(MicroBatchPlan Plan) : RouterEffect;

    /// <summary>Make what the stop's experts will be sent ready, then report <see cref="RouterInput.Dealt"/>.</summary>
    public sealed record Deal(MicroBatchKey Key, JourneyStop Stop) : RouterEffect;

    /// <summary>Send the stop's operation to an expert.</summary>
    public sealed record Ask(MicroBatchKey Key, JourneyStop Stop, ExpertId Expert) : RouterEffect;

    /// <summary>All experts of the stop have answered: put their results together, then report <see
    /// cref="RouterInput.Combined"/>.</summary>
    public sealed record Combine(MicroBatchKey Key, JourneyStop Stop) : RouterEffect;

    /// <summary>Send the stop's operation once more: nothing was heard of it.</summary>
    public sealed record AskAgain(MicroBatchKey Key, JourneyStop Stop, ExpertId Expert) : RouterEffect;

    /// <summary>The micro-batch is through: report it and free its tensors; the report is kept until it is dropped.</summary>
    public sealed record Report(MicroBatchKey Key) : RouterEffect;

    /// <summary>The micro-batch cannot go on: free it and tell the coordinator.</summary>
    public sealed record GiveUp(MicroBatchKey Key, string Reason, bool Lost) : RouterEffect;

    /// <summary>An epoch begins: these are its experts.</summary>
    public sealed record UseExperts(IReadOnlyDictionary<ExpertId, object> Experts) : RouterEffect;

    /// <summary>Free a micro-batch, or the report of one, that nobody waits for any more.</summary>
    public sealed record Drop(MicroBatchKey Key) : RouterEffect;

    /// <summary>Tell the coordinator how many micro-batches this router works on at once, and of which epoch.</summary>
    public sealed record Pull(string Node, int Slots, long Epoch) : RouterEffect;
}

/// <summary>What reaches a <see cref="RouterState"/> from its own side.</summary>
public abstract record RouterInput
{
    /// <summary>What a stop needs is ready.</summary>
    public sealed record Dealt(MicroBatchKey Key) : RouterInput;

    /// <summary>A stop's results are put together.</summary>
    public sealed record Combined(MicroBatchKey Key) : RouterInput;

    /// <summary>Time has passed: what made no progress since the last such input is asked for again.</summary>
    public sealed record Tick : RouterInput;

    /// <summary>Something of a micro-batch threw here.</summary>
    public sealed record Threw(MicroBatchKey Key, string Reason) : RouterInput;
}
