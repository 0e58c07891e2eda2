using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.Settings;
using Moe.Curriculum;
using Moe.Model.Routing;

namespace Moe.Cluster.Hosting;

/// <summary>The keys of training.run and of the sections within it.</summary>
internal static class RunSections
{
    private static readonly Number NotNegative = new(0);
    private static readonly Number Probability = new(0, below: 1);
    private static readonly WholeNumber Count = new(1);
    private static readonly WholeNumber CountOrNone = new(0);

    /// <summary>training.run.curriculum.</summary>
    public static SettingsSection<CurriculumSettings> Curriculum { get; } = new SettingsSection<CurriculumSettings>()
        .Value("gym-folder", new Text("the folder of a gym"), s => s.GymFolder, (s, v) => s with { GymFolder = v }, required: true)
        .Value("split", new Text("the name of a file under the gym's splits/, without .json"),
            s => s.Split, (s, v) => s with { Split = v }, required: true)
        .Value("sample", new Text("full_13, SHOTS_SEED such as 16_42, or all"), s => s.Sample, (s, v) => s with { Sample = v })
        .Value("prompts", new OptionalText("a JSON file of prompts by task"), s => s.Prompts, (s, v) => s with { Prompts = v })
        .Value("sampler", new Choice<SamplerKind>(), s => s.Sampler, (s, v) => s with { Sampler = v })
        .Value("sampler-temperature", new Number(1e-3),
            s => s.SamplerTemperature, (s, v) => s with { SamplerTemperature = v })
        .Value("micro-batch-rows", Count, s => s.MicroBatchRows, (s, v) => s with { MicroBatchRows = v })
        .Value("micro-batches", Count, s => s.MicroBatches, (s, v) => s with { MicroBatches = v })
        .Value("max-input-tokens", new WholeNumber(3), s => s.MaxInputTokens, (s, v) => s with { MaxInputTokens = v })
        .Value("max-output-tokens", new WholeNumber(3), s => s.MaxOutputTokens, (s, v) => s with { MaxOutputTokens = v })
        .Value("group-rows", new Switch(), s => s.GroupRows, (s, v) => s with { GroupRows = v })
        .Value("micro-batches-drawn-ahead", new WholeNumber(1),
            s => s.MicroBatchesDrawnAhead, (s, v) => s with { MicroBatchesDrawnAhead = v });

    /// <summary>training.run.router.</summary>
    public static SettingsSection<RouterSettings> Router { get; } = new SettingsSection<RouterSettings>()
        .Value("network", new OneOf([.. RouterNetworks.Names]), s => s.Network, (s, v) => s with { Network = v })
        .Value("hidden-width", Count, s => s.HiddenWidth, (s, v) => s with { HiddenWidth = v })
        .Value("task-embedding-width", Count, s => s.TaskEmbeddingWidth, (s, v) => s with { TaskEmbeddingWidth = v })
        .Value("task-embedding-deviation", NotNegative,
            s => s.TaskEmbeddingDeviation, (s, v) => s with { TaskEmbeddingDeviation = v })
        .Value("task-embedding-folder", new OptionalText("a folder with id2task.json and task_vecs.npy"),
            s => s.TaskEmbeddingFolder, (s, v) => s with { TaskEmbeddingFolder = v })
        .Value("network-file", new OptionalText("a safetensors file of a router network"),
            s => s.NetworkFile, (s, v) => s with { NetworkFile = v });

    /// <summary>training.run.optimization.</summary>
    public static SettingsSection<OptimizationSettings> Optimization { get; } = new SettingsSection<OptimizationSettings>()
        .Value("beta1", Probability, s => s.AdamW.Beta1, (s, v) => s with { AdamW = s.AdamW with { Beta1 = v } })
        .Value("beta2", Probability, s => s.AdamW.Beta2, (s, v) => s with { AdamW = s.AdamW with { Beta2 = v } })
        .Value("epsilon", NotNegative, s => s.AdamW.Epsilon, (s, v) => s with { AdamW = s.AdamW with { Epsilon = v } })
        .Value("weight-decay", NotNegative,
            s => s.AdamW.WeightDecay, (s, v) => s with { AdamW = s.AdamW with { WeightDecay = v } })
        .Value("expert-rate", NotNegative, s => s.ExpertRate, (s, v) => s with { ExpertRate = v })
        .Value("relative-rates", new Switch(), s => s.RelativeRates, (s, v) => s with { RelativeRates = v })
        .Value("router-rate", NotNegative, s => s.RouterRate, (s, v) => s with { RouterRate = v })
        .Value("task-embedding-rate", NotNegative, s => s.TaskEmbeddingRate, (s, v) => s with { TaskEmbeddingRate = v })
        .Value("max-gradient-norm", NotNegative, s => s.MaxGradientNorm, (s, v) => s with { MaxGradientNorm = v })
        .Value("warmup-steps", CountOrNone, s => s.WarmupSteps, (s, v) => s with { WarmupSteps = v })
        .Value("label-smoothing", Probability, s => s.LabelSmoothing, (s, v) => s with { LabelSmoothing = v })
        .Value("mean-loss", new Switch(), s => s.MeanLoss, (s, v) => s with { MeanLoss = v })
        .Value("expert-regularization", NotNegative,
            s => s.ExpertRegularization, (s, v) => s with { ExpertRegularization = v })
        .Value("load-balance", NotNegative, s => s.LoadBalance, (s, v) => s with { LoadBalance = v });

    /// <summary>training.run.initialization.</summary>
    public static SettingsSection<InitializationSettings> Initialization { get; } =
        new SettingsSection<InitializationSettings>()
            .Value("kind", new OneOf("xavier", "bart", "t5"), s => s.Kind, (s, v) => s with { Kind = v })
            .Value("deviation", NotNegative, s => s.Deviation, (s, v) => s with { Deviation = v })
            .Value("folder", new OptionalText("a Hugging Face BART or T5 folder"), s => s.Folder, (s, v) => s with { Folder = v })
            .Value("noise", NotNegative, s => s.Noise, (s, v) => s with { Noise = v });

    /// <summary>training.run.evaluation.</summary>
    public static SettingsSection<EvaluationSettings> Evaluation { get; } = new SettingsSection<EvaluationSettings>()
        .Value("every", CountOrNone, s => s.Every, (s, v) => s with { Every = v })
        .Value("rows-per-task", CountOrNone, s => s.RowsPerTask, (s, v) => s with { RowsPerTask = v })
        .Value("beams", new WholeNumber(1, 64), s => s.Beams, (s, v) => s with { Beams = v })
        .Value("batch-rows", Count, s => s.BatchRows, (s, v) => s with { BatchRows = v });

    /// <summary>training.run.replicas.</summary>
    public static SettingsSection<ReplicaSettings> Replicas { get; } = new SettingsSection<ReplicaSettings>()
        .Value("count", new WholeNumber(1, 64), s => s.Count, (s, v) => s with { Count = v })
        .Value("experts", new ExpertCounts(), s => s.Experts, (s, v) => s with { Experts = v });

    /// <summary>training.run.</summary>
    public static SettingsSection<TrainingSettings> Run { get; } = new SettingsSection<TrainingSettings>()
        .Value("seed", new SeedNumber(), s => s.Seed, (s, v) => s with { Seed = v })
        .Section("model", ModelSettings.Section, s => s.Model, (s, v) => s with { Model = v })
        .Section("replicas", Replicas, s => s.Replicas, (s, v) => s with { Replicas = v })
        .Value("tokenizer-folder", new OptionalText("a folder with vocab.json and merges.txt, or spiece.model"),
            s => s.TokenizerFolder, (s, v) => s with { TokenizerFolder = v })
        .Value("vocabulary-merges", CountOrNone, s => s.VocabularyMerges, (s, v) => s with { VocabularyMerges = v })
        .Section("router", Router, s => s.Router, (s, v) => s with { Router = v })
        .Section("growth", GrowthSection.Keys, s => s.Growth, (s, v) => s with { Growth = v })
        .Section("optimization", Optimization, s => s.Optimization, (s, v) => s with { Optimization = v })
        .Section("initialization", Initialization, s => s.Initialization, (s, v) => s with { Initialization = v })
        .Section("curriculum", Curriculum, s => s.Curriculum, (s, v) => s with { Curriculum = v })
        .Sections("stages", StageSettings.Section, () => StageSettings.Start, s => s.Stages, (s, v) => s with { Stages = v })
        .Section("evaluation", Evaluation, s => s.Evaluation, (s, v) => s with { Evaluation = v })
        .Value("checkpoint-every", CountOrNone, s => s.CheckpointEvery, (s, v) => s with { CheckpointEvery = v })
        .Value("checkpoints-kept", Count, s => s.CheckpointsKept, (s, v) => s with { CheckpointsKept = v })
        .Value("quarantine-steps", CountOrNone, s => s.QuarantineSteps, (s, v) => s with { QuarantineSteps = v })
        .Value("compute-type", new OneOf("float32", "bfloat16"), s => s.ComputeType, (s, v) => s with { ComputeType = v })
        .Value("transfer-codec", new OneOf([.. BlockCodec.All.Select(codec => codec.ToString())]),
            s => s.TransferCodec, (s, v) => s with { TransferCodec = v });
}
