using Moe.Actors.Lanes;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Parameters;

namespace Moe.Actors;

/// <summary>Fills an owner's fresh parameters: random, imported, or from a checkpoint. Runs on a lane.</summary>
public delegate void WeightSource(ExpertId expert, FlatParameters parameters);

/// <summary>What the actors of one node share.</summary>
public sealed record NodeServices(
    TrainingSettings Settings, DeviceLanes Lanes, ITensorChannel Channel, ICheckpointStore Checkpoints,
    WeightSource Weights, long FirstStep, bool Recompute)
{
    /// <summary>The same for one expert: tensors come to its own device, which also decides whether passes are computed again.</summary>
    public NodeServices For(ExpertId expert) => this with
    {
        Channel = Channel.On(Lanes.DeviceOf(expert)),
        Recompute = Lanes.Recompute(Lanes.DeviceOf(expert)),
    };
}
