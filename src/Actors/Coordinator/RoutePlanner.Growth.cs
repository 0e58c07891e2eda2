using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Tokenizers;

namespace Moe.Actors.Coordinator;

/// <summary>Router network and task embeddings when experts become more or fewer.</summary>
public sealed partial class RoutePlanner
{
    /// <summary>
    /// Starts routes from the data: a stage's rows through the encoder, mean states as task embeddings, and the router
    /// fitted to a balanced clustering of them, as many clusters as the layer with most experts has on. The model is the run's
    /// at that step.
    /// </summary>
    public void StartRoutes(RoutedModel model, TrainingStage stage, long step, ExpertMask experts)
    {
        var path = EvaluationRoutes(step, experts);
        var vectors = data.Tasks.Select((task, index) => EncoderMeans.Of(model, path.Of(index).Picked(),
            PaddedTokens.Pad([.. task.Inputs.Take(stage.RoutesFromRows)], settings.Model.PadId))).ToArray();
        EncoderMeans.Standardize(vectors);
        var clusters = Enumerable.Range(0, experts.Layers).Max(layer => experts.On(layer).Length);
        var groups = BalancedClusters.Of(vectors, clusters, RandomStream.For(settings.Seed, step, 0, "router", "clusters"));
        using (var table = TorchSharp.torch.tensor(vectors.SelectMany(vector => vector).ToArray(), vectors.Length, vectors[0].Length))
            router.Tasks.Parameters.Load(TaskEmbeddingTable.ParameterName, table);
        router.Tasks.Parameters.WeightsChanged();
        router.Tasks.Parameters.ResetMoments();
        RouterFit.Run(router, groups, experts, settings.Seed, step);
        ahead.Clear();
    }

    /// <summary>Changes the router's rows for an expert that is cloned or merged before a step.</summary>
    /// <param name="change">The change.</param>
    /// <param name="share">Share of the giver in a merge.</param>
    /// <param name="experts">The experts that are on afterwards.</param>
    /// <param name="step">The step.</param>
    public void Change(ExpertChange change, double share, ExpertMask experts, long step)
    {
        var (giver, receiver) = (change.Giver!.Value, change.Receiver!.Value);
        var pair = new ExpertPair(settings.Model.RowOf(giver), giver.Number, receiver.Number);
        var mixing = StageRoutes.Mixes(schedule.At(step).Stage) ? schedule.Temperature(step) : 0;
        if (change.Kind == OperationKind.Merge) RouterGrowth.Merge(router, pair, share, mixing);
        else RouterGrowth.Clone(router, pair, experts, mixing, RandomStream.For(settings.Seed, step, 0, "router", $"clone/{receiver}"));
    }
}
