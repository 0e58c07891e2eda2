using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Expert;
using Moe.Actors.Growth;
using Moe.Actors.Lanes;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Runs;
using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.Training;
using Route = Moe.Model.Routing.Route;

namespace Moe.Cluster.Hosting;

/// <summary>A run as it was left: its newest whole checkpoint in one model, with the route of every task.</summary>
internal sealed class TrainedRun : IDisposable
{
    private readonly TrainingSettings settings;
    private readonly RunData data;
    private readonly DeviceLanes lanes;
    private readonly RunRouter router;

    private TrainedRun(
        string folder, TrainingSettings settings, RunData data, DeviceLanes lanes, RunRouter router, RoutedModel model,
        TrainedRoutes routes, long step)
    {
        Experts = routes.Experts;
        (this.settings, this.data, this.lanes, this.router) = (settings, data, lanes, router);
        (Folder, Model, Routes, RouteShares, Step) = (folder, model, routes.Followed, routes.Shares, step);
    }

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>Every expert's weights.</summary>
    public RoutedModel Model { get; private set; }

    /// <summary>The experts that are on.</summary>
    public ExpertMask Experts { get; }

    /// <summary>Routes without noise, a row a task.</summary>
    public RouteBatch Routes { get; }

    /// <summary>How much every expert serves every task, a row a task: <see cref="RoutePlanner.RouteShares"/>.</summary>
    public RouteBatch RouteShares { get; }

    /// <summary>Steps the weights have seen.</summary>
    public long Step { get; }

    /// <summary>Router network and task embeddings.</summary>
    public TaskRouter Router => router.Router;

    /// <summary>Lanes for work with the model, and the device it is on.</summary>
    public DeviceLanes Lanes => lanes;

    /// <summary>What the run works on.</summary>
    public RunData Data => data;

    /// <summary>The run's settings, with the tokenizer's vocabulary size.</summary>
    public TrainingSettings Settings => settings;

    /// <summary>Trainable numbers: experts, router network and task embeddings.</summary>
    public long ParameterCount =>
        Model.ParameterCount + router.Router.Parameters.Layout.Count + router.Router.Tasks.Parameters.Layout.Count;

    /// <summary>Opens a run folder by itself.</summary>
    /// <exception cref="CheckpointException">It has no whole checkpoint.</exception>
    public static async Task<TrainedRun> OpenAsync(
        string folder, NodeSettings node, Action<string> refused, Func<TrainingSettings, TrainingSettings>? adapt = null)
    {
        var written = RunFolder.ReadSettings(folder);
        var (settings, data) = RunPreparation.Prepare(
            adapt?.Invoke(written) ?? written, TaskGym.Open(written.Curriculum.GymFolder), folder);
        return await OpenAsync(folder, settings, data, node, refused);
    }

    /// <summary>Opens the newest checkpoint of a run whose data is loaded already.</summary>
    /// <exception cref="CheckpointException">There is no whole checkpoint.</exception>
    /// <exception cref="DataException">The gym's content is not the one that the run was trained on.</exception>
    public static async Task<TrainedRun> OpenAsync(
        string folder, TrainingSettings settings, RunData data, NodeSettings node, Action<string> refused)
    {
        CheckpointStore store = new(Path.Combine(folder, CheckpointFolder.Name), settings.CheckpointsKept);
        var manifest = store.Latest(refused) ?? throw new CheckpointException(
            $"{folder} has no whole checkpoint, expected one under {CheckpointFolder.Name}/. Train the run first: " +
            $"./cluster train --run {folder} --resume");
        GymContent.Require(manifest.Gym, GymContent.Of(data.Gym, settings.Curriculum), data.Gym.Folder);
        DeviceLanes lanes = new(node);
        return await lanes.Main.Run(LaneUrgency.Forward, () => Load(folder, settings, data, lanes, store, manifest));
    }

    /// <summary>Scores every task on its dev or test rows.</summary>
    public Task<EvaluationRecord> ScoreAsync(SplitPart part) => Evaluator().Score(Model, Routes, Step, part);

    /// <summary>Scores one task on its dev rows along another route than its own.</summary>
    public async Task<double> ScoreAsync(TaskDescription task, Route route) =>
        (await Evaluator().Score(Model, task, route, Step, SplitPart.Dev)).Score;

    /// <summary>The route of one task.</summary>
    /// <exception cref="DataException">The run was not trained on it.</exception>
    public Route RouteOf(string task) => Routes.Of(IndexOf(task));

    /// <summary>The row of a task in routes.</summary>
    /// <exception cref="DataException">The run was not trained on it.</exception>
    public int IndexOf(string task)
    {
        var names = data.Training.Tasks.Select(known => known.Task.Name).ToList();
        var index = names.IndexOf(task);
        return index >= 0 ? index : throw new DataException(
            $"'{task}' is no task of this run. The nearest of its {names.Count} tasks are " +
            $"{string.Join(", ", NearestNames.Of(task, names))}. Correct the name.");
    }

    /// <summary>Routes of tasks that the run was not trained on, made as at its end.</summary>
    public UnseenRoutes Unseen()
    {
        var before = Math.Max(0, Step - 1);
        StageSchedule schedule = new(settings.Stages);
        var stage = schedule.At(before).Stage;
        Func<RouterLogits, RouteBatch>? selection = StageRoutes.ReadsLogits(stage)
            ? logits => new Selection(StageRoutes.SettingsOf(stage), Experts).Evaluate(logits, schedule.Temperature(before))
            : null;
        return new UnseenRoutes(Model.Shape, Router, Routes, Experts, stage.Computation, selection);
    }

    /// <summary>
    /// Puts one path, the mean of the experts, in place of the model (decision 20). It is for unseen tasks, which have no other route
    /// then; routes of the run's own tasks are for the model as it was.
    /// </summary>
    public RoutedModel MergeExperts()
    {
        var routed = Model;
        Model = ExpertAverage.Of(routed, Experts);
        routed.Dispose();
        return Model;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        router.Dispose();
        lanes.Dispose();
    }

    private static TrainedRun Load(
        string folder, TrainingSettings settings, RunData data, DeviceLanes lanes, CheckpointStore store, CheckpointManifest manifest)
    {
        var router = RunRouter.Make(settings, [.. data.Training.Tasks.Select(task => task.Task.Name)], lanes.Device, fromFiles: false);
        using RoutePlanner planner = new(settings, data.Training, router.Router);
        var kept = planner.Load(store, manifest).Roster;
        var roster = kept is null
            ? ExpertRoster.AtStart(settings.Model, settings.Growth.ExpertsAtStart)
            : ExpertRoster.From(settings.Model, kept);
        Dictionary<ExpertId, FlatParameters> parameters = [];
        foreach (var expert in settings.Model.AllExperts())
        {
            FlatParameters owned = new(ExpertFactory.LayoutOf(settings.Model, expert), lanes.Device);
            ExpertStore.Load(store, manifest, expert.ToString(), owned);
            parameters.Add(expert, owned);
        }
        return new TrainedRun(
            folder, settings, data, lanes, router, new RoutedModel(settings.Model, parameters),
            new TrainedRoutes(
                roster.Mask, planner.EvaluationRoutes(manifest.Step, roster.Mask), planner.RouteShares(manifest.Step, roster.Mask)),
            manifest.Step);
    }

    private RunEvaluator Evaluator() => new(settings, data.Gym, data.Training, data.Tokenizer, lanes.Main, lanes.Device);

    private sealed record TrainedRoutes(ExpertMask Experts, RouteBatch Followed, RouteBatch Shares);
}
