using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Samplers;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class RoutePlannerSpecs : IDisposable
{
    private static readonly HashSet<int> Nobody = [];
    private static readonly TrainingData Data = SmallRun.Data();
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
    }

    [Fact]
    public void Numbers_the_micro_batches_of_a_step_and_gives_every_row_a_route()
    {
        var plans = Planner(StageSelection.Single).Draw(5, Nobody);

        Assert.Equal([new MicroBatchKey(5, 0, 0), new MicroBatchKey(5, 1, 0)], plans.Select(plan => plan.Key));
        Assert.All(plans, plan =>
        {
            Assert.Equal(2, plan.Examples.Count);
            Assert.Equal(plan.Examples.Select(example => example.Task), plan.Routes.TaskIds);
            Assert.False(plan.RoutesLearn);
        });
    }

    [Theory]
    [InlineData(StageSelection.InstanceRandom)]
    [InlineData(StageSelection.TaskRandom)]
    [InlineData(StageSelection.GumbelSoftmaxStraightThrough)]
    public void Links_each_micro_batch_to_the_one_before_it_at_every_expert_it_touches(StageSelection selection)
    {
        var planner = Planner(selection, microBatches: 6);
        for (var step = 0; step < 4; step++)
        {
            var last = new Dictionary<ExpertId, int>();
            foreach (var plan in planner.Draw(step, Nobody))
            {
                Assert.Equal(TouchedBy(plan).Order(), plan.After.Keys.Order());
                foreach (var (expert, after) in plan.After)
                {
                    Assert.Equal(last.GetValueOrDefault(expert, -1), after);
                    last[expert] = plan.Key.Index;
                }
            }
        }
    }

    [Fact]
    public void Touches_every_expert_when_all_are_computed()
    {
        var planner = Planner(StageSelection.Softmax, computation: ComputationMode.Dense);

        Assert.All(planner.Draw(0, Nobody),
            plan => Assert.Equal(SmallRun.Shape.AllExperts().Order(), plan.After.Keys.Order()));
    }

    [Fact]
    public void Uses_up_what_it_drew_ahead_before_it_draws_again()
    {
        var planner = Planner(StageSelection.Single, ahead: 4);

        var first = planner.Draw(0, Nobody);
        Assert.Equal((2, 8L), (planner.Ahead.Count, planner.Cursor.Drawn));
        var second = planner.Draw(1, Nobody);

        Assert.Empty(planner.Ahead);
        Assert.Equal(8, planner.Cursor.Drawn);
        var rows = Examples(first).Concat(Examples(second)).Select(example => (example.Task, example.Row));
        Assert.Equal(8, rows.Distinct().Count());
    }

    [Fact]
    public void Goes_on_from_its_cursor_and_what_was_drawn_ahead_as_if_nothing_had_happened()
    {
        var whole = Planner(StageSelection.InstanceRandom, ahead: 6);
        whole.Draw(0, Nobody);
        var resumed = Planner(StageSelection.InstanceRandom, ahead: 6);
        (resumed.Cursor, resumed.Ahead) = (whole.Cursor, whole.Ahead);

        for (var step = 1; step < 8; step++)
        {
            var (expected, found) = (whole.Draw(step, Nobody), resumed.Draw(step, Nobody));
            Assert.Equal(Examples(expected), Examples(found));
            Assert.Equal(Weights(expected), Weights(found));
        }
    }

    [Fact]
    public void Passes_over_what_it_drew_ahead_of_tasks_that_rest_by_now()
    {
        var planner = Planner(StageSelection.Single, ahead: 8);
        planner.Draw(0, Nobody);

        for (var step = 1; step < 6; step++)
            Assert.DoesNotContain(Examples(planner.Draw(step, new HashSet<int> { 1 })), example => example.Task == 1);
    }

    [Fact]
    public void Draws_by_a_sampler_chosen_meanwhile_from_its_step_on_and_the_same_again_when_it_goes_back()
    {
        RoutePlanner planner = Planner(StageSelection.Single, ahead: 8), unsteered = Planner(StageSelection.Single, ahead: 8);
        var uniform = new SamplerChoice(SamplerKind.Uniform, null);
        Assert.Equal(Examples(unsteered.Draw(0, Nobody)), Examples(planner.Draw(0, Nobody)));
        planner.Commit(true, 1, 1, SmallRun.Stage("only", 100));

        var chosen = Examples(planner.Draw(1, Nobody, choice: uniform, afresh: true)).ToArray();
        var drawn = planner.Cursor;
        planner.TakeBackDraw();

        Assert.Equal(chosen, Examples(planner.Draw(1, Nobody, choice: uniform, afresh: true)));
        Assert.Equal(drawn.DrawnByTask, planner.Cursor.DrawnByTask);
        Assert.NotEqual(chosen, Examples(unsteered.Draw(1, Nobody)));
    }

    [Fact]
    public void Puts_rows_of_one_path_together()
    {
        var planner = Planner(StageSelection.TaskRandom, ahead: 6);

        var paths = Enumerable.Range(0, 3).SelectMany(step => planner.Draw(step, Nobody))
            .Count(plan => Enumerable.Range(0, 4).All(layer => plan.Routes.Picks(layer).Distinct().Count() == 1));

        Assert.True(paths >= 4, $"{paths} of 6 micro-batches are on one path");
    }

    [Fact]
    public void Has_no_gradient_to_measure_when_no_router_took_part()
    {
        var planner = Planner(StageSelection.Single);
        var plans = planner.Draw(0, Nobody);

        Assert.Equal(0, planner.Measure([.. plans.Select(plan => SmallRun.Report(plan.Key))]));
    }

    [Fact]
    public void Measures_the_same_gradient_whatever_the_order_of_reports()
    {
        double Measure(Func<MicroBatchReport[], IEnumerable<MicroBatchReport>> order)
        {
            var planner = Planner(StageSelection.GumbelSoftmax, computation: ComputationMode.Dense);
            var reports = planner.Draw(0, Nobody).Select(plan => SmallRun.Report(plan.Key) with
            {
                RouteGradient_LBE = [.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i + 7 * plan.Key.Index))],
            }).ToArray();
            return planner.Measure([.. order(reports)]);
        }

        var norm = Measure(reports => reports);

        Assert.True(norm > 0);
        Assert.Equal(norm, Measure(reports => reports.Reverse()));
    }

    [Fact]
    public void Measures_only_what_its_stage_trains()
    {
        double Measure(bool router, bool embeddings)
        {
            var planner = Planner(StageSelection.GumbelSoftmax, computation: ComputationMode.Dense,
                stage: stage => stage with { TrainRouter = router, TrainTaskEmbeddings = embeddings },
                before: SmallRun.Stage("other", 1));
            return planner.Measure([.. planner.Draw(1, Nobody).Select(plan => SmallRun.Report(plan.Key) with
            {
                RouteGradient_LBE = [.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i + 7 * plan.Key.Index))],
            })]);
        }

        var (whole, router, embeddings) = (Measure(true, true), Measure(true, false), Measure(false, true));

        Assert.True(router > 0 && embeddings > 0);
        Assert.Equal(whole, router + embeddings, whole * 1e-6);
        Assert.Equal(0, Measure(false, false));
    }

    private static IEnumerable<ExampleReference> Examples(IEnumerable<MicroBatchPlan> plans) =>
        plans.SelectMany(plan => plan.Examples);

    private static IEnumerable<float> Weights(IEnumerable<MicroBatchPlan> plans) =>
        plans.SelectMany(plan => plan.Routes.Weights_LBE.ToArray());

    private static HashSet<ExpertId> TouchedBy(MicroBatchPlan plan) =>
    [
        ExpertId.Vocabulary,
        .. Enumerable.Range(0, SmallRun.Shape.Layers)
            .SelectMany(row => plan.Routes.Picks(row).Select(pick => SmallRun.Shape.At(row, pick))),
    ];

    private RoutePlanner Planner(
        StageSelection selection, int microBatches = 2, int ahead = 0,
        ComputationMode computation = ComputationMode.Sparse, Func<TrainingStage, TrainingStage>? stage = null,
        TrainingStage? before = null)
    {
        var only = SmallRun.Stage("only", 100, selection) with { Computation = computation };
        only = stage?.Invoke(only) ?? only;
        var settings = before is null ? SmallRun.Settings(only) : SmallRun.Settings(before, only);
        settings = settings with
        {
            Curriculum = settings.Curriculum with
            {
                MicroBatches = microBatches,
                GroupRows = ahead > 0,
                MicroBatchesDrawnAhead = ahead,
            },
        };
        var router = RunRouter.Make(settings, SmallRun.Tasks, torch.CPU);
        var planner = new RoutePlanner(settings, Data, router.Router);
        owned.AddRange([router, planner]);
        return planner;
    }
}
