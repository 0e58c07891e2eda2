using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Optimization;

namespace Moe.Actors.Coordinator;

/// <summary>
/// The life of a run, step by step, without clock, threads or tensors. A step is a transaction: draw and route, hand
/// micro-batches to whoever asks, wait for every report, have every expert measure its gradients (Prepare), form one
/// clip factor, and have every expert apply or drop them (Commit). Between steps, and only there: stages begin, experts
/// are copied, checkpoints are written, tasks are scored, and a wish to stop is granted.
/// </summary>
public sealed partial class CoordinatorState
{
    private readonly TrainingSettings settings;
    private readonly StageSchedule schedule;
    private readonly WarmupSchedule rates;
    private readonly IReadOnlyList<string> tasks;
    private readonly ExpertId[] experts;
    private readonly Dictionary<int, long> restingUntil;
    private readonly Queue<object> idleRouters = new();
    private bool stopping;
    private long checkpointed = -1;
    private int voidedInARow;

    /// <summary>A run that begins, or goes on, before a step.</summary>
    public CoordinatorState(
        TrainingSettings settings, IReadOnlyList<string> tasks, long firstStep, IReadOnlyDictionary<int, long>? restingUntil = null)
    {
        (this.settings, this.tasks, Step) = (settings, tasks, firstStep);
        schedule = new StageSchedule(settings.Stages);
        rates = new WarmupSchedule(settings.Optimization.WarmupSteps, settings.TotalSteps);
        experts = [.. settings.Model.AllExperts()];
        this.restingUntil = restingUntil is null ? [] : new Dictionary<int, long>(restingUntil);
    }

    /// <summary>The step that runs or comes next.</summary>
    public long Step { get; private set; }

    /// <summary>What the run is doing.</summary>
    public RunPhase Phase { get; private set; } = RunPhase.Idle;

    /// <summary>Messages dropped because they belonged to an older step or try.</summary>
    public long StaleMessages { get; private set; }

    /// <summary>Until which step each task with a bad loss rests.</summary>
    public IReadOnlyDictionary<int, long> RestingUntil => restingUntil;

    /// <summary>Every expert is up: the run goes on from <see cref="Step"/>.</summary>
    public IReadOnlyList<CoordinatorEffect> Start() => BetweenSteps(checkpointDue: false, evaluationDue: false);

    /// <summary>A router asks for work.</summary>
    public IReadOnlyList<CoordinatorEffect> On(RouterEvents.Pull pull, object router)
    {
        for (var i = 0; i < pull.Slots; i++) idleRouters.Enqueue(router);
        return HandOut([]);
    }

    /// <summary>Finish the running step, then stop.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorCommands.Stop _)
    {
        stopping = true;
        return [];
    }

    /// <summary>The experts are copies now.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Grown grown)
    {
        if (Phase != RunPhase.BetweenSteps) return Stale();
        var note = new CoordinatorEffect.Note("grown", Step, new Dictionary<string, object?>
        {
            ["stage"] = grown.Stage.Name, ["experts"] = settings.Model.Experts, ["noise"] = grown.Stage.GrowWithNoise,
        });
        return [note, .. BeginStep()];
    }

    /// <summary>A checkpoint is whole.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.CheckpointWritten written)
    {
        if (Phase != RunPhase.BetweenSteps || written.Step != Step) return Stale();
        checkpointed = Step;
        var note = new CoordinatorEffect.Note("checkpoint", written.Step, new Dictionary<string, object?>());
        return [note, .. BetweenSteps(checkpointDue: false, evaluationDue: EvaluationIsDue())];
    }

    /// <summary>The tasks are scored. Who asked to stop meanwhile still gets the checkpoint.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Evaluated evaluated) =>
        Phase != RunPhase.BetweenSteps || evaluated.Step != Step
            ? Stale()
            : BetweenSteps(checkpointDue: stopping && checkpointed != Step, evaluationDue: false);

    /// <summary>The run cannot go on.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Broke broke) => Fail(broke.Kind, broke.During, broke.Cause);

    private IReadOnlyList<CoordinatorEffect> BetweenSteps(bool checkpointDue, bool evaluationDue)
    {
        Phase = RunPhase.BetweenSteps;
        if (checkpointDue) return [new CoordinatorEffect.Checkpoint(Step)];
        if (evaluationDue) return [new CoordinatorEffect.Evaluate(Step)];
        if (Step >= settings.TotalSteps) return End(new RunOutcome(RunEnd.Finished, Step));
        if (stopping) return End(new RunOutcome(RunEnd.Stopped, Step));
        var (stage, within) = schedule.At(Step);
        if (within > 0) return BeginStep();
        var note = new CoordinatorEffect.Note("stage", Step, new Dictionary<string, object?>
        {
            ["name"] = stage.Name, ["steps"] = stage.Steps, ["computation"] = stage.Computation.ToString(),
                ["selection"] = stage.Selection.ToString(),
        });
        return stage.GrowWithNoise is { } noise
            ? [note, new CoordinatorEffect.Grow(stage, Step, noise)]
            : [note, .. BeginStep()];
    }

    private IReadOnlyList<CoordinatorEffect> BeginStep()
    {
        Phase = RunPhase.Drawing;
        foreach (var task in restingUntil.Where(entry => entry.Value <= Step).Select(entry => entry.Key).ToArray())
            restingUntil.Remove(task);
        if (restingUntil.Count == tasks.Count)
        {
            return Fail(FailureKind.NoTaskLeft, "choosing tasks", new Model.Failures.DataException(
                $"Every one of the {tasks.Count} tasks rests after a loss that was not a number. "
                + "Lower training.run.optimization.expert-rate or the gradient limit."));
        }
        return [new CoordinatorEffect.Draw(Step, restingUntil.Keys.ToHashSet())];
    }

    private bool CheckpointIsDue() => stopping || Step >= settings.TotalSteps
        || (settings.CheckpointEvery > 0 && Step % settings.CheckpointEvery == 0);

    private bool EvaluationIsDue() => !stopping && Step < settings.TotalSteps
        && settings.Evaluation.Every > 0 && Step % settings.Evaluation.Every == 0;

    private IReadOnlyList<CoordinatorEffect> Fail(FailureKind kind, string during, Exception cause)
    {
        if (Phase == RunPhase.Over) return [];
        var failure = FailureTable.CauseOf(kind, during, cause);
        var note = new CoordinatorEffect.Note("failed", Step, new Dictionary<string, object?>
        {
            ["kind"] = kind.ToString(), ["during"] = during, ["cause"] = failure.Message,
        });
        return [note, .. End(new RunOutcome(RunEnd.Failed, Step, failure))];
    }

    private IReadOnlyList<CoordinatorEffect> End(RunOutcome outcome)
    {
        Phase = RunPhase.Over;
        return [new CoordinatorEffect.End(outcome)];
    }

    private IReadOnlyList<CoordinatorEffect> Stale()
    {
        StaleMessages++;
        return [];
    }
}
