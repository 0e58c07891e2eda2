using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Unit.Specs.Actors;

/// <summary>Settings, data and plans of a run so small that every case of the protocol can be written down.</summary>
internal static class SmallRun
{
    public static readonly ModelShape Shape = new()
    {
        VocabularySize = 16,
        Width = 4,
        EncoderLayers = 2,
        DecoderLayers = 2,
        EncoderHeads = 1,
        DecoderHeads = 1,
        EncoderFeedForward = 4,
        DecoderFeedForward = 4,
        Experts = 2,
    };

    public static readonly string[] Tasks = ["first", "second", "third"];

    public static TrainingSettings Settings(params TrainingStage[] stages) => new()
    {
        Model = Shape,
        Curriculum = new CurriculumSettings
        {
            GymFolder = "none",
            Split = "none",
            MicroBatchRows = 2,
            MicroBatches = 2,
            MicroBatchesDrawnAhead = 2,
        },
        Stages = stages.Length > 0 ? stages : [Stage("only", 4)],
        Optimization = new OptimizationSettings { ExpertRate = 0.5, MaxGradientNorm = 0.1 },
        Router = new RouterSettings { TaskEmbeddingWidth = 4, HiddenWidth = 4 },
        CheckpointEvery = 0,
        QuarantineSteps = 2,
        Evaluation = new EvaluationSettings { Every = 0 },
    };

    public static TrainingStage Stage(string name, int steps, StageSelection selection = StageSelection.Single) =>
        new() { Name = name, Steps = steps, Selection = selection };

    /// <summary>Three tasks of 3, 4 and 5 rows; the last one's rows have three accepted answers.</summary>
    public static TrainingData Data() => new([.. Tasks.Select((name, task) => new TokenizedTask(
        new TaskDescription(name, "category", "sub", "EM", false),
        [.. Enumerable.Range(0, 3 + task).Select(row => Tokens(task, row, 2 + row))],
        [.. Enumerable.Range(0, 3 + task).Select(row => AnswersOf(task, row))]))]);

    /// <summary>A plan of a step's micro-batches: the experts that each touches beside the vocabulary.</summary>
    public static MicroBatchPlan[] Plans(long step, params ExpertId[][] touched) => Plans(step, new ReplicaSettings(), touched);

    /// <summary>The same of a run with replicas.</summary>
    public static MicroBatchPlan[] Plans(long step, ReplicaSettings replicas, params ExpertId[][] touched)
    {
        var last = new Dictionary<ExpertId, int>();
        var plans = new MicroBatchPlan[touched.Length];
        for (var index = 0; index < plans.Length; index++)
        {
            var after = new Dictionary<ExpertId, int>();
            foreach (var expert in touched[index].Prepend(ExpertId.Vocabulary).Select(expert => replicas.Serving(expert, index)))
            {
                after[expert] = last.GetValueOrDefault(expert, -1);
                last[expert] = index;
            }
            plans[index] = new MicroBatchPlan(new MicroBatchKey(step, index, 0), [new(0, index, 0), new(1, index, 0)],
                new RouteBatch(4, 2, [0, 1], new float[16]), ComputationMode.Sparse, after)
            { RoutesLearn = true };
        }
        return plans;
    }

    /// <summary>The expert of each layer with a number, encoder first.</summary>
    public static ExpertId[] Path(int number) =>
        [.. Enumerable.Range(0, Shape.Layers).Select(row => Shape.At(row, number))];

    /// <summary>A report of two rows, two label tokens each.</summary>
    public static MicroBatchReport Report(MicroBatchKey key, double firstRow = 1, double secondRow = 2) =>
        new(key, firstRow + secondRow, 4, 10, [firstRow, secondRow], [2, 2], []);

    private static int[][] AnswersOf(int task, int row) =>
        [.. Enumerable.Range(0, task == 2 ? 3 : 1).Select(answer => Tokens(task, row, 2 + answer))];

    private static int[] Tokens(int task, int row, int length) => [0, .. Enumerable.Repeat(3 + task + row, length), 2];
}
