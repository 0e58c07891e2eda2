using Moe.Actors;
using Moe.Actors.Lanes;
using Moe.Cluster.Adaptation;
using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Cluster.Hosting;

/// <summary>
/// A model that every task goes through alike: a trained run with all experts weighing the same, or the weights that a run file
/// starts from, such as a Hugging Face folder, along one path.
/// </summary>
internal sealed class CommonModel : IDisposable
{
    private readonly IDisposable[] owned;

    private CommonModel(
        RoutedModel model, UnseenRoute route, TrainingSettings settings, RunData data, ComputeLanes lanes, params IDisposable[] owned)
    {
        (Model, Route, Settings, Data, Lanes) = (model, route, settings, data, lanes);
        this.owned = owned;
    }

    /// <summary>The model.</summary>
    public RoutedModel Model { get; }

    /// <summary>The route of every task.</summary>
    public UnseenRoute Route { get; }

    /// <summary>The run's settings, with the tokenizer's vocabulary size.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Gym and tokenizer.</summary>
    public RunData Data { get; }

    /// <summary>Lanes for work with the model.</summary>
    public ComputeLanes Lanes { get; }

    /// <summary>The newest checkpoint of a run.</summary>
    public static async Task<CommonModel> TrainedAsync(string folder, NodeSettings node, Action<string> refused)
    {
        var run = await TrainedRun.OpenAsync(folder, node, refused);
        return new CommonModel(
            run.Model, run.Unseen().Of(UnseenRouteKind.Average, "", null), run.Settings, run.Data, run.Lanes.Main, run);
    }

    /// <summary>What a run file starts from; the tokenizer is kept in a folder.</summary>
    public static async Task<CommonModel> InitialAsync(TrainingSettings written, NodeSettings node, string keptIn)
    {
        var (settings, data) = RunPreparation.Prepare(written, TaskGym.Open(written.Curriculum.GymFolder), keptIn);
        DeviceLanes lanes = new(node);
        var model = await lanes.Main.Run(LaneUrgency.Forward, () => InitialModel.Of(settings, lanes.Device));
        return new CommonModel(model, UnseenRoute.FirstPath(model.Shape), settings, data, lanes.Main, model, lanes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in owned) part.Dispose();
    }
}
