using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Curriculum.Adaptation;

/// <summary>The route of a task that no router was trained on.</summary>
/// <param name="Route">Weights of the experts.</param>
/// <param name="Mode">Whether all of them run or only the largest of each layer.</param>
/// <param name="IsTrained">Whether the weights learn with the task.</param>
public sealed record UnseenRoute(Route Route, ComputationMode Mode, bool IsTrained = false)
{
    /// <summary>The first expert of every layer, alone: a model without routing.</summary>
    public static UnseenRoute FirstPath(ModelShape shape) =>
        new(Route.OfExperts(new int[shape.Layers], shape.Experts), ComputationMode.Sparse);
}
