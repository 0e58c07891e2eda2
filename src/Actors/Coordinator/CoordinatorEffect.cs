using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Ports;
using Moe.Curriculum.Samplers;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>What a <see cref="CoordinatorState"/> wants done.</summary>
public abstract record CoordinatorEffect
{
    /// <summary>
    /// Draw the micro-batches of a step, leaving the resting tasks out, by another sampler than the settings' if one was chosen, and
    /// route them through the experts that are on; <paramref name="Afresh"/>: leave rows that were drawn ahead.
    /// </summary>
    public sealed record Draw(
        long Step, IReadOnlySet<int> RestingTasks, ExpertMask Experts, SamplerChoice? Sampler = null, bool Afresh = false)
        : CoordinatorEffect;

    /// <summary>Open a new epoch, which fences all that belongs to older ones.</summary>
    public sealed record OpenEpoch(string Reason) : CoordinatorEffect;

    /// <summary>Send an expert a message through sharding, wherever it is or will be started.</summary>
    public sealed record Summon(ExpertCommands.Announce Command) : CoordinatorEffect;

    /// <summary>Send a located expert a message.</summary>
    public sealed record TellExpert(object Expert, IToExpert Command) : CoordinatorEffect;

    /// <summary>Send the agent of a node a message.</summary>
    public sealed record TellNode(object Agent, object Message) : CoordinatorEffect;

    /// <summary>Tell a router where the experts of an epoch are.</summary>
    public sealed record BeginRouter(object Router, RouterCommands.Begin Command) : CoordinatorEffect;

    /// <summary>Take over router network, task embeddings and the place in the data as they were before a step.</summary>
    public sealed record RestoreOwn(long Epoch, long Step, StateSource Source, object? Keeper) : CoordinatorEffect;

    /// <summary>Leave a copy of router network, task embeddings and the place in the data with nodes.</summary>
    public sealed record SnapshotOwn(long Epoch, long Step, IReadOnlyList<object> Keepers, RosterSnapshot Roster) : CoordinatorEffect;

    /// <summary>Ask again for whatever is awaited between two steps.</summary>
    public sealed record Remind : CoordinatorEffect;

    /// <summary>Another coordinator has taken over, or will: end without ending the run.</summary>
    public sealed record StepDown(string Reason) : CoordinatorEffect;

    /// <summary>Give a micro-batch to a router.</summary>
    public sealed record Assign(object Router, MicroBatchPlan Plan) : CoordinatorEffect;

    /// <summary>Have an expert measure the step's gradients; with replicas, each of them that of all together.</summary>
    public sealed record Prepare(ExpertId Expert, long Step, int MicroBatches, ReplicaGroup? Group = null) : CoordinatorEffect;

    /// <summary>Form the gradients of router network and task embeddings from the reports, in micro-batch order.</summary>
    public sealed record MeasureRoutes(long Step, IReadOnlyList<MicroBatchReport> Reports) : CoordinatorEffect;

    /// <summary>End the step at router network and task embeddings.</summary>
    public sealed record CommitRoutes(long Step, bool Apply, double Clip, double RateFactor, TrainingStage Stage) : CoordinatorEffect;

    /// <summary>Tell every router that a step is over.</summary>
    public sealed record ForgetStep(long Epoch, long Step) : CoordinatorEffect;

    /// <summary>Tell the observer of a step.</summary>
    public sealed record Observe(StepRecord Record) : CoordinatorEffect;

    /// <summary>Tell the observer of something else.</summary>
    public sealed record Note(string Kind, long Step, IReadOnlyDictionary<string, object?> Details) : CoordinatorEffect;

    /// <summary>Make every expert of each layer a copy of the layer's first that is on.</summary>
    public sealed record Grow(TrainingStage Stage, long Step, double Noise) : CoordinatorEffect;

    /// <summary>
    /// Have the receiver of a change take over the giver's weights: a <paramref name="Share"/> of them beside its own, 1 for a copy; and
    /// change the router's rows with them. <paramref name="Experts"/> are those that are on afterwards.
    /// </summary>
    public sealed record ChangeExpert(long Step, ExpertChange Change, double Share, ExpertMask Experts) : CoordinatorEffect;

    /// <summary>Find out how much every expert serves every task.</summary>
    public sealed record LookAtRoutes(long Step) : CoordinatorEffect;

    /// <summary>Write a checkpoint of the state before a step.</summary>
    public sealed record Checkpoint(long Step) : CoordinatorEffect;

    /// <summary>Write down all accepted operations, before they take effect.</summary>
    public sealed record KeepOperations(long Epoch, IReadOnlyList<AcceptedOperation> Operations) : CoordinatorEffect;

    /// <summary>Tell who asked for an operation what has become of it.</summary>
    public sealed record Answer(object Asker, CoordinatorEvents.Decided Message) : CoordinatorEffect;

    /// <summary>Score the tasks.</summary>
    public sealed record Evaluate(long Step) : CoordinatorEffect;

    /// <summary>The run is over.</summary>
    public sealed record End(RunOutcome Outcome) : CoordinatorEffect;
}
