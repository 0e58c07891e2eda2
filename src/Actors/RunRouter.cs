using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using static TorchSharp.torch;

namespace Moe.Actors;

/// <summary>A run's router network and task embeddings, made and owned together.</summary>
public sealed class RunRouter : IDisposable
{
    private readonly FlatParameters parameters;
    private readonly TaskEmbeddingTable tasks;

    private RunRouter(TaskRouter router, FlatParameters parameters, TaskEmbeddingTable tasks) =>
        (Router, this.parameters, this.tasks) = (router, parameters, tasks);

    /// <summary>The router.</summary>
    public TaskRouter Router { get; }

    /// <summary>Makes the router of a run: random network; embeddings random or from files.</summary>
    public static RunRouter Make(TrainingSettings settings, IReadOnlyList<string> names, Device device)
    {
        var (router, shape) = (settings.Router, settings.Model);
        var trainable = settings.Stages.Any(stage => stage.TrainTaskEmbeddings);
        var tasks = router.TaskEmbeddingFolder is { } folder
            ? TaskVectorFiles.Load(folder, trainable, device)
            : TaskEmbeddingTable.Random(names, router.TaskEmbeddingWidth, trainable, device, settings.Seed, router.TaskEmbeddingDeviation);
        var network = RouterNetworks.Create(router.Network, tasks.Width, router.HiddenWidth, shape.Layers, shape.Experts);
        var parameters = new FlatParameters(network.Layout, device);
        RouterInitialization.Fill(parameters, network.Shape, settings.Seed);
        return new RunRouter(new TaskRouter(network, parameters, tasks), parameters, tasks);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parameters.Dispose();
        tasks.Dispose();
    }
}
