using Moe.Model.Failures;
using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>
/// Task-random routing (paper notes 3.7): for each task and layer, n distinct experts drawn once, each with weight
/// 1/n. A constant table and never a parameter, unlike the authors' (paper notes B4). A task's routes depend on the
/// seed and its number only.
/// </summary>
public sealed class TaskRandomRoutes
{
    private readonly int layers, experts;
    private readonly Route[] routes;

    /// <summary>Draws the table.</summary>
    /// <exception cref="ConfigurationException">A task has more experts than a layer, or none.</exception>
    public TaskRandomRoutes(int tasks, int layers, int experts, int expertsPerTask, ulong seed)
    {
        if (expertsPerTask < 1 || expertsPerTask > experts)
        {
            throw new ConfigurationException(
                $"Task-random routing with {expertsPerTask} experts for each task: expected 1 to {experts}, "
                + "the experts of a layer.");
        }
        (this.layers, this.experts) = (layers, experts);
        routes = new Route[tasks];
        var stream = RandomStream.For(seed, 0, 0, "router", "task-random");
        for (var task = 0; task < tasks; task++) routes[task] = Draw(stream.Sub((ulong)task), expertsPerTask);
    }

    /// <summary>The route of a task.</summary>
    public Route this[int task] => routes[task];

    /// <summary>The routes of a batch's rows.</summary>
    public RouteBatch Of(int[] taskIds)
    {
        var weights_LBE = new float[layers * taskIds.Length * experts];
        for (var layer = 0; layer < layers; layer++)
        {
            for (var row = 0; row < taskIds.Length; row++)
                routes[taskIds[row]].Layer(layer).CopyTo(weights_LBE.AsSpan((layer * taskIds.Length + row) * experts));
        }
        return new RouteBatch(layers, experts, taskIds, weights_LBE);
    }

    private Route Draw(RandomStream stream, int expertsPerTask)
    {
        var weights_LE = new float[layers * experts];
        var order = new int[experts];
        for (var layer = 0; layer < layers; layer++)
        {
            for (var expert = 0; expert < experts; expert++) order[expert] = expert;
            stream.Sub((ulong)layer).Shuffle(order.AsSpan());
            foreach (var expert in order.AsSpan(0, expertsPerTask))
                weights_LE[layer * experts + expert] = 1f / expertsPerTask;
        }
        return new Route(layers, experts, weights_LE);
    }
}
