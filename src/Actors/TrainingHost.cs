using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Moe.Actors.Coordinator;
using Moe.Actors.Expert;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Router;
using Moe.Actors.Supervision;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;

namespace Moe.Actors;

/// <summary>What a run works on: the gym, its training rows as tokens, and the tokenizer that made them.</summary>
public sealed record RunData(TaskGym Gym, TrainingData Training, ITokenizer Tokenizer);

/// <summary>Runs a training from its first or last step to its end in this process.</summary>
public static class TrainingHost
{
    /// <summary>
    /// Starts the actor system with its experts, router and coordinator, trains until the last step, a failure, or the
    /// stop token, and shuts everything down.
    /// </summary>
    /// <param name="settings">The run.</param>
    /// <param name="node">This node.</param>
    /// <param name="akka">HOCON of the actor system.</param>
    /// <param name="data">The run's data.</param>
    /// <param name="checkpoints">Where checkpoints go and come from.</param>
    /// <param name="runHash">The run's hash, kept in every checkpoint.</param>
    /// <param name="observer">Told of everything that happens.</param>
    /// <param name="from">The checkpoint to go on from; null: from the start.</param>
    /// <param name="stop">Asks the run to finish its step, write a checkpoint and end.</param>
    public static Task<RunOutcome> RunAsync(
        TrainingSettings settings, NodeSettings node, Config akka, RunData data, ICheckpointStore checkpoints, string runHash,
        IRunObserver observer, CheckpointManifest? from, CancellationToken stop)
    {
        Check(settings, data);
        return RunAsync(settings, node, akka, data.Training,
            lanes => new RunEvaluator(settings, data.Gym, data.Training, data.Tokenizer, lanes.Main, lanes.Device),
            checkpoints, runHash, observer, from, stop);
    }

    /// <summary>Like the other form, on rows without a gym: nothing is scored.</summary>
    internal static async Task<RunOutcome> RunAsync(
        TrainingSettings settings, NodeSettings node, Config akka, TrainingData data, Func<DeviceLanes, RunEvaluator>? scorer,
        ICheckpointStore checkpoints, string runHash, IRunObserver observer, CheckpointManifest? from, CancellationToken stop)
    {
        using var lanes = new DeviceLanes(node);
        using var weights = RunWeights.Of(settings, checkpoints, from);
        using var router = RunRouter.Make(settings, [.. data.Tasks.Select(task => task.Task.Name)], lanes.Device, fromFiles: from is null);
        var firstStep = from?.Step ?? 0;
        var services = new NodeServices(settings, lanes, new InProcessTensorChannel(), checkpoints, weights.Fill, firstStep,
            lanes.Recompute(lanes.Device));
        using var planner = new RoutePlanner(settings, data, router.Router);
        var state = await lanes.Main.Run(LaneUrgency.Forward, () => Begin(settings, data, checkpoints, from, planner));
        observer.OnEvent(from is null ? "started" : "resumed", firstStep, new Dictionary<string, object?>
        {
            ["tasks"] = data.Tasks.Count,
            ["lanes"] = lanes.Main.Count,
            ["in_flight"] = node.InFlight,
            ["device"] = node.Device,
        });
        using var system = ActorSystem.Create("moe", akka);
        try
        {
            // One process is a cluster of one: the singleton and the shards below start once it is its own member.
            var cluster = AkkaCluster.Get(system);
            cluster.Join(cluster.SelfAddress);
            var evaluator = scorer?.Invoke(lanes);
            var outcome = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var coordinator = system.ActorOf(
                ClusterSingletonProxy.Props("/user/coordinator", ClusterSingletonProxySettings.Create(system)), "coordinator-proxy");
            void Broke(CoordinatorInput.Broke broke) => coordinator.Tell(broke);
            var region = ExpertSharding.Start(system, services, Broke);
            var props = Props.Create(() => new CoordinatorActor(services, planner, evaluator, state, region, observer, runHash, outcome));
            // Nobody is left to decide when the coordinator itself fails: its guard ends the run.
            var guarded = RunGuard.Of(props, "coordinator",
                broke => outcome.TrySetResult(new RunOutcome(RunEnd.Failed, state.Step, broke.Cause)));
            system.ActorOf(
                ClusterSingletonManager.Props(guarded, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "coordinator");
            var atRouter = services with { Channel = services.Channel.On(lanes.Device) };
            system.ActorOf(RunGuard.Of(RouterActor.Of(atRouter, data, region, coordinator, node.InFlight), "router", Broke), "router");
            await using var asked = stop.Register(() => coordinator.Tell(new CoordinatorCommands.Stop()));
            return await outcome.Task;
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static CoordinatorState Begin(
        TrainingSettings settings, TrainingData data, ICheckpointStore checkpoints, CheckpointManifest? from, RoutePlanner planner)
    {
        var names = data.Tasks.Select(task => task.Task.Name).ToArray();
        if (from is null) return new CoordinatorState(settings, names, 0);
        var snapshot = CoordinatorSnapshot.Read(from.CoordinatorState);
        planner.Load(checkpoints, from);
        planner.Cursor = new Curriculum.Samplers.CurriculumCursor(snapshot.Drawn, snapshot.DrawnByTask);
        planner.Ahead = snapshot.Ahead;
        return new CoordinatorState(settings, names, from.Step, snapshot.RestingUntil);
    }

    /// <summary>Refuses settings that do not fit each other or the run's tokenizer.</summary>
    /// <exception cref="MoeException">They do not fit; the message says what to change.</exception>
    public static void Check(TrainingSettings settings, RunData data)
    {
        settings.Model.Validated();
        if (settings.Stages.Any(stage => stage.RoutesFromRows > 0) && settings.Router.TaskEmbeddingWidth != settings.Model.Width)
        {
            throw new Model.Failures.ConfigurationException(
                $"training.run.router.task-embedding-width is {settings.Router.TaskEmbeddingWidth}, "
                + $"but a stage takes task embeddings from the "
                + $"encoder (routes-from-rows), whose states are {settings.Model.Width} wide. Set it to {settings.Model.Width}.");
        }
        if (settings.Model.VocabularySize < data.Tokenizer.VocabularySize)
        {
            throw new WeightsException(
                $"The tokenizer has {data.Tokenizer.VocabularySize} tokens but the model's vocabulary {settings.Model.VocabularySize}. "
                + "Use the tokenizer the model was made with.");
        }
    }
}
