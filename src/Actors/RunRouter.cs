using Moe.Model.Failures;
using Moe.Model.Import;
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

    /// <summary>
    /// Makes the router of a run: network and embeddings random or from files, the embeddings in the order of
    /// <paramref name="names"/>. With <paramref name="fromFiles"/> off no file is read, for a router that a checkpoint fills.
    /// </summary>
    /// <exception cref="WeightsException">A file is missing or malformed, or does not fit the settings or the tasks.</exception>
    public static RunRouter Make(TrainingSettings settings, IReadOnlyList<string> names, Device device, bool fromFiles = true)
    {
        var (router, shape) = (settings.Router, settings.Model);
        var trainable = settings.Stages.Any(stage => stage.TrainTaskEmbeddings);
        var tasks = fromFiles && router.TaskEmbeddingFolder is { } folder
            ? Given(folder, router.TaskEmbeddingWidth, names, trainable, device)
            : TaskEmbeddingTable.Random(names, router.TaskEmbeddingWidth, trainable, device, settings.Seed, router.TaskEmbeddingDeviation);
        var network = RouterNetworks.Create(router.Network, tasks.Width, router.HiddenWidth, shape.Layers, shape.Experts);
        var parameters = new FlatParameters(network.Layout, device);
        if (fromFiles && router.NetworkFile is { } file) RouterFile.Load(file, parameters);
        else RouterInitialization.Fill(parameters, network.Shape, settings.Seed);
        return new RunRouter(new TaskRouter(network, parameters, tasks), parameters, tasks);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parameters.Dispose();
        tasks.Dispose();
    }

    private static TaskEmbeddingTable Given(string folder, int width, IReadOnlyList<string> names, bool trainable, Device device)
    {
        var table = TaskVectorFiles.Load(folder, names, trainable, device);
        if (table.Width == width) return table;
        table.Dispose();
        throw new WeightsException(
            $"{folder}: its task vectors are {table.Width} wide, but training.run.router.task-embedding-width is {width}. Set it to "
            + $"{table.Width}, or name another folder with training.run.router.task-embedding-folder.");
    }
}
