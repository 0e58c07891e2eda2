using Akka.Configuration;
using Moe.Actors;
using Moe.Actors.Operations;
using Moe.Actors.Placement;
using Moe.Actors.Ports;
using Moe.Model;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Supervision;

/// <summary>A whole small run with actors, lanes and tensors, whose outside fails where a spec says so.</summary>
internal sealed class FailingRun : ICheckpointStore, IRunObserver, IRunOffice
{
    private long epoch = -1;

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
        if (from is not null) Whole.Add(from);
        var settings = SmallRun.Settings();
        settings = settings with { Model = settings.Model with { VocabularySize = 300 }, CheckpointEvery = 2 };
        return await TrainingHost.RunAsync(new NodeSetup
        {
            Settings = settings,
            RunHash = "hash",
            RunText = "text",
            Node = new NodeSettings { Lanes = 2 },
            Akka = Akka,
            Data = SmallRun.Data(),
            Checkpoints = this,
            Office = this,
            Placing = new RunPlacing(settings.Model, settings.Replicas).Place,
        }, TestContext.Current.CancellationToken);
    }

    public IRunObserver Enter() => this;

    public void Leave()
    {
    }

    public CheckpointManifest? Durable() => Whole.LastOrDefault();

    public long? OpenEpoch(long after, string reason) => Interlocked.Increment(ref epoch);

    public long NewestEpoch() => Interlocked.Read(ref epoch);

    public IReadOnlyList<AcceptedOperation> TakeOperations(long epoch) => [];

    public void KeepOperations(long epoch, IReadOnlyList<AcceptedOperation> operations)
    {
    }

    public void Begin(long step) => Begins(step);

    public PartRecord Write(
        long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors)
    {
        Writes(part);
        return new PartRecord(part, 0, "");
    }

    public void Commit(CheckpointManifest manifest, Func<bool> isFenced) => Whole.Add(manifest);

    public CheckpointManifest? Latest(Action<string> refused, long? atMost = null) => Whole.LastOrDefault();

    public CheckpointManifest At(long step) => Whole.Single(manifest => manifest.Step == step);

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
