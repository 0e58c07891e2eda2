using Moe.Model.Failures;
using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>
/// Task-random routing (paper notes 3.7): for each task and layer, n distinct experts drawn once, each with weight
/// 1/n. A constant table and never a parameter, unlike the authors' (paper notes B4). A task's routes depend on the
/// seed, its number and which experts are on: it has an order of all experts of a layer, and takes the first that are.
/// </summary>
public sealed class TaskRandomRoutes
{
    private readonly ExpertMask experts;
    private readonly Route[] routes;

    /// <summary>Draws the table.</summary>
    /// <exception cref="ConfigurationException">A task has more experts than a layer, or none.</exception>
    public TaskRandomRoutes(int tasks, ExpertMask experts, int expertsPerTask, ulong seed)
    {
        if (expertsPerTask < 1 || expertsPerTask > experts.Experts)
        {
            throw new ConfigurationException(
                $"Task-random routing with {expertsPerTask} experts for each task: expected 1 to {experts.Experts}, "
                + "the experts of a layer.");
        }
        this.experts = experts;
        routes = new Route[tasks];
        var stream = RandomStream.For(seed, 0, 0, "router", "task-random");
        for (var task = 0; task < tasks; task++) routes[task] = Draw(stream.Sub((ulong)task), expertsPerTask);
    }

    /// <summary>The route of a task.</summary>
    public Route this[int task] => routes[task];

    /// <summary>The routes of a batch's rows.</summary>
    public RouteBatch Of(int[] taskIds)
    {
        var weights_LBE = new float[experts.Layers * taskIds.Length * experts.Experts];
        for (var layer = 0; layer < experts.Layers; layer++)
        {
            for (var row = 0; row < taskIds.Length; row++)
                routes[taskIds[row]].Layer(layer).CopyTo(weights_LBE.AsSpan((layer * taskIds.Length + row) * experts.Experts));
        }
        return new RouteBatch(experts.Layers, experts.Experts, taskIds, weights_LBE);
    }

    private Route Draw(RandomStream stream, int expertsPerTask)
    {
        var weights_LE = new float[experts.Layers * experts.Experts];
        var order = new int[experts.Experts];
        for (var layer = 0; layer < experts.Layers; layer++)
        {
            for (var expert = 0; expert < order.Length; expert++) order[expert] = expert;
            stream.Sub((ulong)layer).Shuffle(order.AsSpan());
            var taken = order.Where(expert => experts.IsOn(layer, expert)).Take(expertsPerTask).ToArray();
            foreach (var expert in taken) weights_LE[layer * experts.Experts + expert] = 1f / taken.Length;
        }
        return new Route(experts.Layers, experts.Experts, weights_LE);
    }
}
