using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Curriculum.Stages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>What a <see cref="CoordinatorState"/> wants done.</summary>
public abstract record CoordinatorEffect
{
    /// <summary>Draw and route the micro-batches of a step, leaving the resting tasks out.</summary>
    public sealed record Draw(long Step, IReadOnlySet<int> RestingTasks) : CoordinatorEffect;

    /// <summary>Give a micro-batch to a router.</summary>
    public sealed record Assign(object Router, MicroBatchPlan Plan) : CoordinatorEffect;

    /// <summary>Have an expert measure the step's gradients.</summary>
    public sealed record Prepare(ExpertId Expert, long Step, int MicroBatches) : CoordinatorEffect;

    /// <summary>Form the gradients of router network and task embeddings from the reports, in micro-batch order.</summary>
    public sealed record MeasureRoutes(long Step, IReadOnlyList<MicroBatchReport> Reports) : CoordinatorEffect;

    /// <summary>End the step at an expert.</summary>
    public sealed record Commit(ExpertId Expert, long Step, bool Apply, double Clip, double Rate) : CoordinatorEffect;

    /// <summary>End the step at router network and task embeddings.</summary>
    public sealed record CommitRoutes(long Step, bool Apply, double Clip, double RateFactor, TrainingStage Stage) : CoordinatorEffect;

    /// <summary>Tell every router that a step is over.</summary>
    public sealed record ForgetStep(long Step) : CoordinatorEffect;

    /// <summary>Tell the observer of a step.</summary>
    public sealed record Observe(StepRecord Record) : CoordinatorEffect;

    /// <summary>Tell the observer of something else.</summary>
    public sealed record Note(string Kind, long Step, IReadOnlyDictionary<string, object?> Details) : CoordinatorEffect;

    /// <summary>Make every expert of each layer a copy of the layer's first.</summary>
    public sealed record Grow(TrainingStage Stage, long Step, double Noise) : CoordinatorEffect;

    /// <summary>Write a checkpoint of the state before a step.</summary>
    public sealed record Checkpoint(long Step) : CoordinatorEffect;

    /// <summary>Score the tasks.</summary>
    public sealed record Evaluate(long Step) : CoordinatorEffect;

    /// <summary>The run is over.</summary>
    public sealed record End(RunOutcome Outcome) : CoordinatorEffect;
}
