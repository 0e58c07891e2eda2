using Moe.Actors.Placement;
using Moe.Actors.Simulation;
using Moe.Model;

namespace Moe.Chaos.Specs.Training;

/// <summary>Where everybody is.</summary>
internal sealed record TrainingMap(PlacementPlan Placement, ProcessAddress Coordinator, IReadOnlyList<ProcessAddress> Routers)
{
    public ProcessAddress Of(ExpertId expert) => new(Placement.NodesOf(expert)[0], expert.ToString());
}
