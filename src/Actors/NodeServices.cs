using Moe.Actors.Lanes;
using Moe.Actors.Node;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Parameters;

namespace Moe.Actors;

/// <summary>Fills an owner's fresh parameters at the run's beginning: random or imported. Runs on a lane.</summary>
public delegate void WeightSource(ExpertId expert, FlatParameters parameters);

/// <summary>What the actors of one node share.</summary>
/// <param name="Node">The node's address.</param>
/// <param name="Incarnation">Tells this life of the node from others; unique in the run.</param>
/// <param name="Settings">The run.</param>
/// <param name="Lanes">Where tensor work is done.</param>
/// <param name="Channel">How tensors get from actor to actor.</param>
/// <param name="Checkpoints">Durable checkpoints.</param>
/// <param name="Weights">Weights at the run's beginning.</param>
/// <param name="Recompute">Whether a pass keeps only its input.</param>
public sealed record NodeServices(
    string Node, int Incarnation, TrainingSettings Settings, DeviceLanes Lanes, ITensorChannel Channel, ICheckpointStore Checkpoints,
    WeightSource Weights, bool Recompute)
{
    private static int actors;

    /// <summary>Told of fault points that are passed; null: no test has armed one.</summary>
    public IFaultPoints? Faults { get; init; }

    /// <summary>Sees what the experts of this node do.</summary>
    public IExpertObserver Observer { get; init; } = new UnobservedExperts();

    /// <summary>Is told what the actors of this node do.</summary>
    public IActorLog Log { get; init; } = new UnheardActors();

    /// <summary>The experts that live here.</summary>
    public LivingExperts Living { get; } = new();

    /// <summary>The same for one expert: tensors come to its own device, which also decides whether passes are computed again.</summary>
    public NodeServices For(ExpertId expert) => this with
    {
        Channel = Channel.On(Lanes.DeviceOf(expert)),
        Recompute = Lanes.Recompute(Lanes.DeviceOf(expert)),
    };

    /// <summary>A number for one life of one actor on this node.</summary>
    public long NextIncarnation() => ((long)Incarnation << 32) | (uint)Interlocked.Increment(ref actors);
}
