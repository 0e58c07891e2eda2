using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Expert;

/// <summary>Where a micro-batch stands at one expert.</summary>
internal enum SessionPhase
{
    /// <summary>Operations come and go.</summary>
    Open,

    /// <summary>Complete; its gradients wait for their turn.</summary>
    Waiting,

    /// <summary>Its gradients are being added.</summary>
    Adding,

    /// <summary>Its gradients are in the buffer.</summary>
    Added,

    /// <summary>It failed and is freed; only a later try may begin.</summary>
    Failed,
}

/// <summary>One try of one micro-batch at one expert.</summary>
internal sealed class MicroBatchSession(MicroBatchKey key, ExpertId replica, int after)
{
    public MicroBatchKey Key => key;

    /// <summary>The replica that the micro-batch belongs to: its gradients are added to that one's.</summary>
    public ExpertId Replica => replica;

    /// <summary>Index of the micro-batch whose gradients come before this one's; -1 for none.</summary>
    public int After => after;

    public SessionPhase Phase { get; set; } = SessionPhase.Open;

    /// <summary>Whether nothing of it is held any more.</summary>
    public bool IsFreed => Phase is SessionPhase.Added or SessionPhase.Failed;

    /// <summary>Name of the operation that is running; null when none is. One at a time.</summary>
    public string? Running { get; set; }

    /// <summary>Who asked for the running operation.</summary>
    public object? Requester { get; set; }

    /// <summary>Operations done, so that a repeated request is recognised.</summary>
    public HashSet<string> Done { get; } = [];

    /// <summary>Set on a later try whose gradients an earlier one has already added: it computes but adds nothing.</summary>
    public bool AlreadyAdded { get; init; }

    /// <summary>Set when the session is given up while something runs on it; it is freed when that ends.</summary>
    public bool Doomed { get; set; }
}
