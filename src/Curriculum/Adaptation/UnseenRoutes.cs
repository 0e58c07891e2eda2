using System.Numerics.Tensors;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;

namespace Moe.Curriculum.Adaptation;

/// <summary>Gives unseen tasks a route through a trained model (decision 20).</summary>
/// <param name="shape">The model.</param>
/// <param name="router">Its router, with the representations of the seen tasks.</param>
/// <param name="seen">Routes of the seen tasks, in the router's order.</param>
/// <param name="experts">The experts that are on.</param>
/// <param name="mode">How the run computed at its end.</param>
/// <param name="selection">From logits to routes, as at the run's end; null when its routes came from no router.</param>
public sealed class UnseenRoutes(
    ModelShape shape, TaskRouter router, RouteBatch seen, ExpertMask experts, ComputationMode mode,
    Func<RouterLogits, RouteBatch>? selection)
{
    // Vectors of one folder that were written and read again are equal; what was trained on has moved farther than this.
    private const double SameVector = 1e-4;

    /// <summary>The route of a task.</summary>
    /// <param name="kind">Where it comes from.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="vectors">Representations of seen and unseen tasks alike; needed by Router, Squeezed and Nearest.</param>
    /// <exception cref="ConfigurationException">The kind needs what is not given, or the run has no router.</exception>
    /// <exception cref="WeightsException">The representations do not fit the run or the task.</exception>
    public UnseenRoute Of(UnseenRouteKind kind, string task, TaskEmbeddingTable? vectors)
    {
        if (shape.Experts == 1) return UnseenRoute.FirstPath(shape);
        return kind switch
        {
            UnseenRouteKind.Average => new UnseenRoute(Average(), ComputationMode.Dense),
            UnseenRouteKind.Trainable => new UnseenRoute(Average(), ComputationMode.Dense, IsTrained: true),
            UnseenRouteKind.Nearest => new UnseenRoute(Nearest(task, Given(kind, task, vectors)), mode),
            UnseenRouteKind.Router => new UnseenRoute(Routed(kind, task, vectors), mode),
            UnseenRouteKind.Squeezed => new UnseenRoute(Routed(kind, task, vectors).Picked(), ComputationMode.Sparse),
            UnseenRouteKind.Merged => throw new ArgumentOutOfRangeException(
                nameof(kind), kind, $"The model still has {shape.Experts} experts a layer; merge them first (ExpertAverage)."),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
    }

    /// <summary>The seen task whose representation is nearest by cosine, of those that have one.</summary>
    public string NearestTask(string task, TaskEmbeddingTable vectors)
    {
        var (all, width) = (vectors.ToArray(), vectors.Width);
        ReadOnlySpan<float> Row(string name) => all.AsSpan(vectors.IdOf(name) * width, width);
        var known = router.Tasks.Names.Where(name => name != task && vectors.Contains(name)).ToArray();
        if (known.Length == 0)
        {
            throw new WeightsException(
                "The folder of task vectors has none of the run's own tasks, expected them beside the unseen ones: the nearest of "
                + "them lends its route. Make the vectors of all tasks at once with `./cluster tasks embed`.");
        }
        var nearest = known[0];
        var best = float.NegativeInfinity;
        foreach (var name in known)
        {
            var cosine = TensorPrimitives.CosineSimilarity(Row(task), Row(name));
            if (cosine > best) (nearest, best) = (name, cosine);
        }
        return nearest;
    }

    private Route Average() => ConstantRoutes.Average(experts, [0]).Of(0);

    private Route Nearest(string task, TaskEmbeddingTable vectors) => seen.Of(router.Tasks.IdOf(NearestTask(task, vectors)));

    private Route Routed(UnseenRouteKind kind, string task, TaskEmbeddingTable? given)
    {
        if (selection is null)
        {
            throw new ConfigurationException(
                "The run's last stage takes its routes from no router, so none can be asked for the route of another task. Set "
                + "training.adaptation.route to average, nearest, trainable or merged.");
        }
        var vectors = Given(kind, task, given);
        RequireSame(vectors);
        return selection(new TaskRouter(router.Network, router.Parameters, vectors).Logits([vectors.IdOf(task)])).Of(0);
    }

    private static TaskEmbeddingTable Given(UnseenRouteKind kind, string task, TaskEmbeddingTable? vectors)
    {
        if (vectors is null)
        {
            throw new ConfigurationException(
                $"The route kind {kind.ToString().ToLowerInvariant()} needs a representation of every unseen task. Make them with "
                + "`./cluster tasks embed` and name the folder in training.adaptation.task-vectors, or take the route average, "
                + "trainable or merged.");
        }
        return vectors.Contains(task) ? vectors : throw new WeightsException(
            $"The folder of task vectors has no row for '{task}' among its {vectors.Names.Count}. Make the vectors of all tasks at "
            + "once with `./cluster tasks embed`.");
    }

    // A router answers about the space that it was trained on, and about no other.
    private void RequireSame(TaskEmbeddingTable vectors)
    {
        const string mend = "Give the folder that the run was trained with (training.run.router.task-embedding-folder), with "
            + "train-task-embeddings = off in its stages, or take the route nearest.";
        if (vectors.Width != router.Tasks.Width)
        {
            throw new WeightsException(
                $"The task vectors are {vectors.Width} wide, but the run's router reads vectors of width {router.Tasks.Width}. {mend}");
        }
        var (own, given, width) = (router.Tasks.ToArray(), vectors.ToArray(), vectors.Width);
        foreach (var name in router.Tasks.Names.Where(vectors.Contains))
        {
            var mine = own.AsSpan(router.Tasks.IdOf(name) * width, width);
            var distance = TensorPrimitives.Distance(mine, given.AsSpan(vectors.IdOf(name) * width, width));
            if (distance <= SameVector * (1 + TensorPrimitives.Norm(mine))) continue;
            throw new WeightsException(
                $"The task vectors are not those that the run's router knows: the vector of '{name}' is {distance:G3} away from the "
                + $"run's own, expected the same. {mend}");
        }
    }
}
