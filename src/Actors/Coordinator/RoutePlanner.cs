using Moe.Actors.Expert;
using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Samplers;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.Training;
using TorchSharp;

namespace Moe.Actors.Coordinator;

/// <summary>
/// What the coordinator itself computes: it draws a step's examples, routes them, cuts them into micro-batches, and
/// takes the gradient of the routes back into router network and task embeddings. One pass of the network serves a
/// whole step. Runs on a lane, one call at a time.
/// </summary>
public sealed partial class RoutePlanner : IDisposable
{
    private const string RouterPart = "router";
    private const string TaskPart = "task_embedding";

    private readonly TrainingSettings settings;
    private readonly TrainingData data;
    private readonly StageSchedule schedule;
    private readonly TaskRouter router;
    private readonly ExpertMask allOn;
    private (SamplerChoice? Choice, ITaskSampler Sampler) drawing;
    private Queue<ExampleReference[]> ahead = new();
    private RoutingPass? pass;
    private int[][] rowsOfMicroBatch = [];
    private (TrainingStage Stage, ExpertMask Experts)? drawn;
    private (CurriculumCursor Cursor, ExampleReference[][] Ahead)? beforeDraw;

    /// <summary>A planner over a run's data and router; it owns neither.</summary>
    public RoutePlanner(TrainingSettings settings, TrainingData data, TaskRouter router)
    {
        (this.settings, this.data, this.router) = (settings, data, router);
        drawing = (null, TaskSamplers.Of(settings.Curriculum, data, settings.Seed));
        schedule = new StageSchedule(settings.Stages);
        allOn = ExpertMask.AllOn(settings.Model.Layers, settings.Model.Experts);
        Cursor = CurriculumCursor.Start(data.Tasks.Count);
    }

    /// <summary>Where the run stands in its data.</summary>
    public CurriculumCursor Cursor { get; set; }

    /// <summary>Examples drawn ahead and not yet used, micro-batch by micro-batch; part of every checkpoint.</summary>
    public IReadOnlyList<ExampleReference[]> Ahead
    {
        get => [.. ahead];
        set => ahead = new Queue<ExampleReference[]>(value);
    }

    /// <summary>Draws, routes and cuts a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="resting">Tasks whose rows are left out.</param>
    /// <param name="experts">The experts that are on; null: all.</param>
    /// <param name="choice">A sampler in place of the settings' one.</param>
    /// <param name="afresh">Whether rows that were drawn ahead are left.</param>
    public IReadOnlyList<MicroBatchPlan> Draw(
        long step, IReadOnlySet<int> resting, ExpertMask? experts = null, SamplerChoice? choice = null, bool afresh = false)
    {
        var on = experts ?? allOn;
        var stage = schedule.At(step).Stage;
        drawn = (stage, on);
        beforeDraw = (Cursor, [.. ahead]);
        if (afresh) ahead.Clear();
        if (choice != drawing.Choice)
            drawing = (choice, TaskSamplers.Of(SamplerChoice.Over(choice, settings.Curriculum), data, settings.Seed));
        pass?.Dispose();
        pass = null;
        var parts = new List<ExampleReference[]>();
        while (parts.Count < settings.Curriculum.MicroBatches)
        {
            if (ahead.Count == 0) DrawAhead(step, stage, resting, on);
            var next = ahead.Dequeue();
            if (!next.Any(example => resting.Contains(example.Task))) parts.Add(next);
        }
        var routes = Route(step, stage, on, [.. parts.SelectMany(part => part.Select(example => example.Task))]);
        rowsOfMicroBatch = new int[parts.Count][];
        var last = new Dictionary<ExpertId, int>();
        var plans = new List<MicroBatchPlan>();
        var firstRow = 0;
        for (var index = 0; index < parts.Count; index++)
        {
            var rows = rowsOfMicroBatch[index] = [.. Enumerable.Range(firstRow, parts[index].Length)];
            firstRow += rows.Length;
            var part = routes.Select(rows);
            plans.Add(new MicroBatchPlan(new MicroBatchKey(step, index, 0), parts[index], part, stage.Computation,
                After(last, index, part, stage.Computation, on))
            { RoutesLearn = pass is not null });
        }
        return plans;
    }

    /// <summary>Goes back to before the step that was drawn, unless it has ended since: the next draw is the same again.</summary>
    public void TakeBackDraw()
    {
        if (beforeDraw is not { } before) return;
        (Cursor, Ahead) = before;
        ForgetDraw();
    }

    /// <summary>
    /// Forms the gradients of network and embeddings from a step's reports, and measures those that will be applied: what
    /// the stage holds frozen must not make the clip factor of the others smaller.
    /// </summary>
    public double Measure(IReadOnlyList<MicroBatchReport> reports)
    {
        if (pass is null || drawn is not { Stage: var stage }) return 0;
        using var scope = torch.NewDisposeScope();
        router.Parameters.Gradients.zero_();
        router.Tasks.Parameters.Gradients.zero_();
        var (layers, experts) = (pass.Routes.Layers, pass.Routes.Experts);
        var gradient = new float[layers * pass.Routes.Rows * experts];
        foreach (var report in reports)
        {
            var rows = rowsOfMicroBatch[report.Key.Index];
            for (var layer = 0; layer < layers; layer++)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    report.RouteGradient_LBE.AsSpan((layer * rows.Length + i) * experts, experts)
                        .CopyTo(gradient.AsSpan((layer * pass.Routes.Rows + rows[i]) * experts));
                }
            }
        }
        AddLoadBalance(gradient, reports[0].Key.Step, reports.Sum(report => report.TargetTokens));
        pass.Backward(gradient);
        return (stage.TrainRouter ? GradientNorm.Squared(router.Parameters) : 0)
            + (stage.TrainTaskEmbeddings && router.Tasks.IsTrainable ? GradientNorm.Squared(router.Tasks.Parameters) : 0);
    }

    /// <summary>Applies or drops the gradients that <see cref="Measure"/> formed.</summary>
    public void Commit(bool apply, double clip, double factor, TrainingStage stage)
    {
        if (apply && pass is not null)
        {
            var optimization = settings.Optimization;
            if (stage.TrainRouter) AdamW.Apply(router.Parameters, optimization.AdamW, optimization.RouterRate * factor, clip);
            if (stage.TrainTaskEmbeddings && router.Tasks.IsTrainable)
                AdamW.Apply(router.Tasks.Parameters, optimization.AdamW, optimization.TaskEmbeddingRate * factor, clip);
        }
        ForgetDraw();
    }

    /// <summary>The routes of every task for evaluation at a step: noise-free, through the experts that are on; null: all.</summary>
    public RouteBatch EvaluationRoutes(long step, ExpertMask? experts = null)
    {
        var before = Math.Max(0, step - 1);
        return RoutesWithoutNoise(schedule.At(before).Stage, before, experts ?? allOn);
    }

    /// <summary>
    /// How much every expert serves every task at a step, for looking at routes. The straight-through selection takes one expert
    /// alone, which hides how sure it is: its share is the chance to be taken when Gumbel noise is drawn, the softmax of the
    /// logits at temperature 1. For all other selections it is the weight of <see cref="EvaluationRoutes"/>.
    /// </summary>
    public RouteBatch RouteShares(long step, ExpertMask? experts = null)
    {
        var on = experts ?? allOn;
        var before = Math.Max(0, step - 1);
        var stage = schedule.At(before).Stage;
        if (stage.Selection != StageSelection.GumbelSoftmaxStraightThrough) return RoutesWithoutNoise(stage, before, on);
        return router.Evaluate(AllTasks(), new Selection(SelectionSettings.Default with { Mode = SelectionMode.Softmax }, on), 1);
    }

    /// <summary>Writes router network and task embeddings into a checkpoint.</summary>
    public IReadOnlyList<PartRecord> Save(ICheckpointStore store, long step) => [
        ExpertStore.Save(store, step, RouterPart, router.Parameters),
        ExpertStore.Save(store, step, TaskPart, router.Tasks.Parameters),
    ];

    /// <summary>Goes on from a checkpoint.</summary>
    public CoordinatorSnapshot Load(ICheckpointStore store, CheckpointManifest manifest)
    {
        Load(store, manifest, router);
        return GoOnFrom(manifest.CoordinatorState);
    }

    /// <summary>The place in the data, who rests and which experts are on, as text for a checkpoint or a snapshot.</summary>
    public string Text(IReadOnlyDictionary<int, long> restingUntil, int voidedInARow, RosterSnapshot roster) => CoordinatorSnapshot.Write(
        new CoordinatorSnapshot(Cursor.Drawn, Cursor.DrawnByTask, new SortedDictionary<int, long>(restingUntil.ToDictionary()), Ahead)
        {
            VoidedInARow = voidedInARow,
            Updates = [.. Owned.Select(owned => owned.Updates)],
            Roster = roster,
        });

    /// <summary>Copies of router network and task embeddings, one after the other, to be given away.</summary>
    public OfferedState Offer(ITensorChannel channel)
    {
        foreach (var owned in Owned) owned.EnsureMoments();
        return new OfferedState(
            channel.Offer(torch.cat([.. Owned.Select(owned => owned.Weights)])),
            channel.Offer(torch.cat([.. Owned.Select(owned => owned.FirstMoment!)])),
            channel.Offer(torch.cat([.. Owned.Select(owned => owned.SecondMoment!)])), 0);
    }

    /// <summary>Goes on from a snapshot: what <see cref="Offer"/> and <see cref="Text"/> gave.</summary>
    public CoordinatorSnapshot Take(ITensorChannel channel, OfferedState state, string text)
    {
        using var weights = channel.Accept(state.Weights);
        using var first = channel.Accept(state.FirstMoment!);
        using var second = channel.Accept(state.SecondMoment!);
        var snapshot = GoOnFrom(text);
        var from = 0L;
        foreach (var (owned, updates) in Owned.Zip(snapshot.Updates))
        {
            var count = owned.Layout.Count;
            owned.EnsureMoments();
            owned.Weights.copy_(weights.narrow(0, from, count));
            owned.FirstMoment!.copy_(first.narrow(0, from, count));
            owned.SecondMoment!.copy_(second.narrow(0, from, count));
            owned.Updates = updates;
            owned.WeightsChanged();
            from += count;
        }
        return snapshot;
    }

    private FlatParameters[] Owned => [router.Parameters, router.Tasks.Parameters];

    private CoordinatorSnapshot GoOnFrom(string text)
    {
        var snapshot = CoordinatorSnapshot.Read(text);
        ForgetDraw();
        Cursor = new CurriculumCursor(snapshot.Drawn, snapshot.DrawnByTask);
        Ahead = snapshot.Ahead;
        return snapshot;
    }

    private void ForgetDraw()
    {
        pass?.Dispose();
        (pass, beforeDraw) = (null, null);
    }

    /// <summary>Reads a router from a checkpoint.</summary>
    public static void Load(ICheckpointStore store, CheckpointManifest manifest, TaskRouter router)
    {
        ExpertStore.Load(store, manifest, RouterPart, router.Parameters);
        ExpertStore.Load(store, manifest, TaskPart, router.Tasks.Parameters);
    }

    /// <inheritdoc/>
    public void Dispose() => pass?.Dispose();

    private RouteBatch Route(long step, TrainingStage stage, ExpertMask experts, int[] tasks)
    {
        var moment = new RoutingMoment(settings.Seed, step, 0);
        if (StageRoutes.Constant(settings, stage, experts, tasks) is { } constant) return constant;
        if (stage.Selection == StageSelection.InstanceRandom) return ConstantRoutes.InstanceRandom(experts, tasks, moment);
        var selection = new Selection(StageRoutes.SettingsOf(stage), experts);
        var temperature = schedule.Temperature(step);
        if (!stage.Noise && !stage.TrainRouter && !stage.TrainTaskEmbeddings) return router.Evaluate(tasks, selection, temperature);
        pass = stage.Noise
            ? router.Forward(tasks, selection, temperature, moment)
            : router.Forward(tasks, selection, temperature, null, moment);
        return pass.Routes;
    }

    // Rows of several steps are drawn at once and cut so that rows on one path and of one length come together: fewer
    // experts a micro-batch and less padding. Micro-batches that cost alike share a step, so that no lane waits for
    // another at its end; the steps then come in a random order.
    private void DrawAhead(long step, TrainingStage stage, IReadOnlySet<int> resting, ExpertMask experts)
    {
        var curriculum = settings.Curriculum;
        var count = curriculum.GroupRows ? curriculum.MicroBatchesDrawnAhead : curriculum.MicroBatches;
        var (examples, next) = drawing.Sampler.Draw(Cursor, curriculum.MicroBatchRows * count, resting);
        Cursor = next;
        if (!curriculum.GroupRows)
        {
            foreach (var part in examples.Chunk(curriculum.MicroBatchRows)) ahead.Enqueue(part);
            return;
        }
        var steps = Grouped(examples, stage, step, experts).Chunk(curriculum.MicroBatchRows)
            .OrderBy(PaddedTokensOf).Chunk(curriculum.MicroBatches).ToArray();
        RandomStream.For(settings.Seed, next.Drawn, 0, "curriculum", "micro-batch-order").Shuffle(steps.AsSpan());
        foreach (var part in steps.SelectMany(parts => parts)) ahead.Enqueue(part);
    }

    private int PaddedTokensOf(ExampleReference[] part) => part.Length * (part.Max(Length)
        + part.Max(example => data.Tasks[example.Task].Answers[example.Row][example.Answer].Length));

    private int Length(ExampleReference example) => data.Tasks[example.Task].Inputs[example.Row].Length;

    private IEnumerable<ExampleReference> Grouped(ExampleReference[] examples, TrainingStage stage, long step, ExpertMask experts)
    {
        var paths = new string[data.Tasks.Count];
        if (stage.Computation == ComputationMode.Sparse && stage.Selection is not (StageSelection.InstanceRandom or StageSelection.Single))
        {
            var routes = RoutesWithoutNoise(stage, step, experts);
            for (var task = 0; task < paths.Length; task++)
                paths[task] = string.Join(',', Enumerable.Range(0, routes.Layers).Select(layer => routes.Pick(layer, task)));
        }
        return examples.OrderBy(example => paths[example.Task], StringComparer.Ordinal).ThenBy(Length)
            .ThenBy(example => example.Task).ThenBy(example => example.Row);
    }

    private RouteBatch RoutesWithoutNoise(TrainingStage stage, long step, ExpertMask experts)
    {
        var tasks = AllTasks();
        return StageRoutes.Constant(settings, stage, experts, tasks) ?? (stage.Selection == StageSelection.InstanceRandom
            ? RouteBatch.Repeat(ConstantRoutes.RandomPath(experts, settings.Seed), tasks)
            : router.Evaluate(tasks, new Selection(StageRoutes.SettingsOf(stage), experts), schedule.Temperature(step)));
    }

    private int[] AllTasks() => [.. Enumerable.Range(0, data.Tasks.Count)];

    private Dictionary<ExpertId, int> After(
        Dictionary<ExpertId, int> last, int index, RouteBatch routes, ComputationMode mode, ExpertMask experts)
    {
        var shape = settings.Model;
        var after = new Dictionary<ExpertId, int>();
        var touched = new List<ExpertId> { ExpertId.Vocabulary };
        for (var row = 0; row < shape.Layers; row++)
        {
            var groups = PlainMicroBatch.GroupsOf(shape, routes, mode, row, expert => experts.IsOn(row, expert.Number));
            touched.AddRange(groups.Groups.Select(group => shape.At(row, group.Expert)));
        }
        foreach (var expert in touched.Select(expert => settings.Replicas.Serving(expert, index)))
        {
            after.Add(expert, last.GetValueOrDefault(expert, -1));
            last[expert] = index;
        }
        return after;
    }
}
