using Akka.Configuration;
using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Curriculum.Gym;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Curriculum.Gym;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Supervision;

/// <summary>A whole small run with actors, lanes and tensors, whose outside fails where a spec says so.</summary>
internal sealed class FailingRun : ICheckpointStore, IRunObserver
{
    private static readonly Config Akka = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    public Action<long> Begins { get; init; } = _ => { };

    public Action<string> Writes { get; init; } = _ => { };

    public Action<string> Opens { get; init; } = _ => { };

    public Action<StepRecord> Observes { get; init; } = _ => { };

    public List<string> Events { get; } = [];

    public List<CheckpointManifest> Whole { get; } = [];

    public async Task<RunOutcome> Run(CheckpointManifest? from = null)
    {
        using var folder = new GymFolder();
        folder.Split("first", "16", 13, "a\tb\n", "a\tb\n", "a\tb\n");
        var settings = SmallRun.Settings();
        settings = settings with { Model = settings.Model with { VocabularySize = 300 }, CheckpointEvery = 2 };
        var tokenizer = new ByteLevelBpe(BpeTraining.Train(["a b"], 256 + 5));
        return await TrainingHost.RunAsync(settings, new NodeSettings { Lanes = 2 }, Akka,
            new RunData(TaskGym.Open(folder.Root), SmallRun.Data(), tokenizer), this, "hash", this, from,
            TestContext.Current.CancellationToken);
    }

    public void Begin(long step) => Begins(step);

    public PartRecord Write(
        long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors)
    {
        Writes(part);
        return new PartRecord(part, 0, "");
    }

    public void Commit(CheckpointManifest manifest) => Whole.Add(manifest);

    public CheckpointManifest? Latest(Action<string> refused, long? atMost = null) => Whole.LastOrDefault();

    public ICheckpointPart Open(CheckpointManifest manifest, string part)
    {
        Opens(part);
        return new ZeroPart();
    }

    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        var name = details.TryGetValue("kind", out var failure) ? $"{kind} {failure}" : kind;
        lock (Events) Events.Add(name);
    }

    public void OnStep(StepRecord step) => Observes(step);

    public void OnEvaluation(EvaluationRecord evaluation)
    {
    }

    private sealed class ZeroPart : ICheckpointPart
    {
        public IReadOnlyCollection<string> Names => [];

        public IReadOnlyDictionary<string, string> Metadata { get; } =
            new Dictionary<string, string> { ["updates"] = "0" };

        public void CopyTo(string name, torch.Tensor target) => target.zero_();

        public void Dispose()
        {
        }
    }
}
