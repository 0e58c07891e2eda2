using Akka.Configuration;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Curriculum.Batches;
using Moe.Model;

namespace Moe.Actors;

/// <summary>Everything a node needs to take part in a run.</summary>
public sealed record NodeSetup
{
    /// <summary>The run, with the tokenizer's vocabulary size.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Hash of the run's settings.</summary>
    public required string RunHash { get; init; }

    /// <summary>The run's settings as text, to show differences.</summary>
    public required string RunText { get; init; }

    /// <summary>This node's own settings.</summary>
    public required NodeSettings Node { get; init; }

    /// <summary>Configuration of the actor system: address, seed nodes, roles.</summary>
    public required Config Akka { get; init; }

    /// <summary>The run's rows.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>Makes what scores tasks; null: nothing is scored.</summary>
    public Func<Lanes.DeviceLanes, RunEvaluator>? Scorer { get; init; }

    /// <summary>Where checkpoints go and come from.</summary>
    public required ICheckpointStore Checkpoints { get; init; }

    /// <summary>What the coordinator needs if it comes to live here.</summary>
    public required IRunOffice Office { get; init; }

    /// <summary>Told of fault points that are passed; null: no test has armed one.</summary>
    public IFaultPoints? Faults { get; init; }

    /// <summary>Sees what the experts of this node do.</summary>
    public IExpertObserver Experts { get; init; } = new UnobservedExperts();

    /// <summary>Is told what the actors of this node do.</summary>
    public IActorLog Log { get; init; } = new UnheardActors();

    /// <summary>How tensors get from node to node.</summary>
    public ITensorChannel Channel { get; init; } = new InProcessTensorChannel();

    /// <summary>Where other nodes reach its data plane; empty: nowhere.</summary>
    public string DataAddress { get; init; } = "";

    /// <summary>Notices that other nodes end; null: nobody but the cluster does.</summary>
    public INodeWatch? Watch { get; init; }

    /// <summary>Places experts on nodes.</summary>
    public required ExpertPlacing Placing { get; init; }

    /// <summary>The nodes that single experts belong on, before any operation.</summary>
    public IReadOnlyDictionary<ExpertId, string> Pins { get; init; } = new Dictionary<ExpertId, string>();

    /// <summary>Which of expert, router and coordinator this node takes on.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["expert", "router", "coordinator"];

    /// <summary>Memory experts may use, in bytes.</summary>
    public long MemoryBytes => Node.MemoryMib > 0 ? (long)Node.MemoryMib << 20 : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Nodes that must be present before the run begins.</summary>
    public int NodesMin { get; init; } = 1;

    /// <summary>Whether no other node can come to this one's cluster.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Nodes that other nodes are joined through, as addresses; none: this node is its own cluster.</summary>
    public bool JoinsSelf { get; init; } = true;
}
