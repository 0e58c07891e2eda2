using System.Globalization;
using Moe.Model.Failures;

namespace Moe.Analysis.Routes;

/// <summary>The routes of all tasks at one step of a run: each task is a path through the experts.</summary>
public sealed class RouteTable
{
    private const double SumTolerance = 1e-3;

    /// <exception cref="DataException">
    /// A task comes twice, lacks a layer or an expert, or has weights that are no distribution.
    /// </exception>
    public RouteTable(long step, IReadOnlyList<RouteLayer> layers, IReadOnlyList<TaskRoute> tasks)
    {
        Step = step;
        Layers = layers;
        Tasks = tasks;
        var names = new HashSet<string>();
        foreach (TaskRoute task in tasks)
        {
            if (!names.Add(task.Task))
                throw Refusal(step, task.Task, "the task comes twice", "Keep one route for each task and step.");
            Check(task);
        }
    }

    /// <summary>How many steps the weights had seen.</summary>
    public long Step { get; }

    public IReadOnlyList<RouteLayer> Layers { get; }

    public IReadOnlyList<TaskRoute> Tasks { get; }

    /// <summary>Every expert, layer by layer.</summary>
    public IEnumerable<RoutedExpert> Experts => Layers.SelectMany(
        layer => Enumerable.Range(0, layer.Experts), (layer, number) => new RoutedExpert(layer.Name, number));

    /// <summary>The same routes with the tasks in another order; tasks that the order lacks come last.</summary>
    public RouteTable OrderedBy(IReadOnlyList<string> taskNames)
    {
        Dictionary<string, int> places = taskNames
            .Distinct()
            .Index()
            .ToDictionary(entry => entry.Item, entry => entry.Index);
        return new RouteTable(
            Step, Layers, [.. Tasks.OrderBy(task => places.GetValueOrDefault(task.Task, int.MaxValue))]);
    }

    private void Check(TaskRoute task)
    {
        if (task.Weights.Count != Layers.Count)
        {
            throw Refusal(
                Step,
                task.Task,
                $"expected {Layers.Count} layers, found {task.Weights.Count}",
                "Write every layer of every task.");
        }

        for (int layer = 0; layer < Layers.Count; layer++)
        {
            IReadOnlyList<float> weights = task.Weights[layer];
            if (weights.Count != Layers[layer].Experts)
            {
                throw Refusal(
                    Step,
                    task.Task,
                    $"layer {Layers[layer].Name}: expected {Layers[layer].Experts} experts, found {weights.Count}",
                    "Write every expert of every layer, also those with weight 0.");
            }

            double sum = weights.Sum(weight => (double)weight);
            if (weights.All(weight => weight >= 0) && Math.Abs(sum - 1) <= SumTolerance)
                continue;
            string found = string.Join(", ", weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)));
            throw Refusal(
                Step,
                task.Task,
                $"layer {Layers[layer].Name}: expected weights of at least 0 that sum to 1, found {found}",
                "Write routes after selection, not the router's logits.");
        }
    }

    private static DataException Refusal(long step, string task, string what, string mend) =>
        new($"Routes at step {step}, task {task}: {what}. {mend}");
}
