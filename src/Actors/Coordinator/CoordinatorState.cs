using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Placement;
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
    private readonly CoordinatorSettings office;
    private readonly StageSchedule schedule;
    private readonly WarmupSchedule rates;
    private readonly IReadOnlyList<string> tasks;
    private readonly ExpertId[] experts;
    private readonly LoadWindow measured;
    private readonly Dictionary<int, long> restingUntil = [];
    private bool stopping;
    private bool progressed;
    private long evaluated = -1;
    private int voidedInARow;
    private NodeCommands.RunOver? over;

    /// <summary>A coordinator that takes office.</summary>
    public CoordinatorState(TrainingSettings settings, IReadOnlyList<string> tasks, CoordinatorSettings office)
    {
        (this.settings, this.tasks, this.office, durable) = (settings, tasks, office, office.Durable);
        schedule = new StageSchedule(settings.Stages);
        rates = new WarmupSchedule(settings.Optimization.WarmupSteps, settings.TotalSteps);
        experts = [.. settings.Model.AllExperts()];
        measured = new LoadWindow(office.PlacementEvery, settings.Model.Width * 2 * sizeof(float));
        (roster, use) = RosterAtStart();
        operations = new OperationLog(StartOfSteering(), []);
        steering = operations.Newest;
    }

    /// <summary>The step that runs or comes next.</summary>
    public long Step { get; private set; }

    /// <summary>The epoch; -1 before the first.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>What the run is doing.</summary>
    public RunPhase Phase { get; private set; } = RunPhase.Idle;

    /// <summary>Messages dropped because they belonged to an older epoch, step or try.</summary>
    public long StaleMessages { get; private set; }

    /// <summary>Until which step each task with a bad loss rests.</summary>
    public IReadOnlyDictionary<int, long> RestingUntil => restingUntil;

    /// <summary>Steps in a row that were voided.</summary>
    public int VoidedInARow => voidedInARow;

    /// <summary>Takes office: finds out what there is and goes on from it.</summary>
    public IReadOnlyList<CoordinatorEffect> Start() => Recover("the coordinator takes office");

    /// <summary>Finish the running step, then stop.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorCommands.Stop _)
    {
        stopping = true;
        progressed = true;
        // Where experts have no room there may be no step to finish.
        return shortfallNoted is null ? [] : AnnounceIfAllPresent();
    }

    /// <summary>The experts are copies now.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Grown grown)
    {
        if (Phase != RunPhase.BetweenSteps || grown.Epoch != Epoch) return Stale();
        var note = new CoordinatorEffect.Note("grown", Step, new Dictionary<string, object?>
        {
            ["stage"] = grown.Stage.Name,
            ["experts"] = settings.Model.Experts,
            ["noise"] = grown.Stage.GrowWithNoise,
        });
        return [note, .. ChangeExperts()];
    }

    /// <summary>A checkpoint is whole.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.CheckpointWritten written)
    {
        if (Phase != RunPhase.BetweenSteps || written.Epoch != Epoch || written.Step != Step) return Stale();
        durable = Step;
        var note = new CoordinatorEffect.Note("checkpoint", written.Step, new Dictionary<string, object?>());
        return [note, .. BetweenSteps(checkpointDue: false, evaluationDue: false)];
    }

    /// <summary>The tasks are scored. Who asked to stop meanwhile still gets the checkpoint.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Evaluated ended)
    {
        if (Phase != RunPhase.BetweenSteps || ended.Epoch != Epoch || ended.Step != Step) return Stale();
        evaluated = Step;
        return BetweenSteps(checkpointDue: CheckpointIsDue() && durable != Step, evaluationDue: false);
    }

    /// <summary>
    /// What was asked of an expert between two steps failed. While another epoch is being opened nobody waits for it any more, and where
    /// its node has gone that is the reason.
    /// </summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.Broken broken) =>
        broken.Epoch != Epoch || Phase is RunPhase.Gathering or RunPhase.Over || !nodes.ContainsKey(located[broken.Expert].Node)
            ? Stale()
            : Fail(broken.Kind, $"{broken.During} at {broken.Expert}", broken.Cause);

    /// <summary>The run cannot go on.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Broke broke) => Fail(broke.Kind, broke.During, broke.Cause);

    // Scores come before the checkpoint: a run that is killed in between scores again.
    private IReadOnlyList<CoordinatorEffect> BetweenSteps(bool checkpointDue, bool evaluationDue)
    {
        Phase = RunPhase.BetweenSteps;
        progressed = true;
        Steer();
        if (evaluationDue) return [new CoordinatorEffect.Evaluate(Step)];
        if (checkpointDue) return [new CoordinatorEffect.Checkpoint(Step)];
        if (Step >= settings.TotalSteps) return End(new RunOutcome(RunEnd.Finished, Step));
        if (IsToStop) return End(new RunOutcome(RunEnd.Stopped, Step));
        if (DecideIfAsked() is { } decided) return decided;
        if (MoveIfDue() is { } moving) return moving;
        if (steering.IsPaused) return Wait();
        return [.. SnapshotIfDue(), .. BeginStageOrStep()];
    }

    // Where a recovery ends at a step whose scores or checkpoint it cut short, they are due still.
    private IReadOnlyList<CoordinatorEffect> BetweenStepsAgain()
    {
        var isOpen = durable != Step;
        var hasEnded = IsToStop || Step >= settings.TotalSteps;
        return BetweenSteps(
            checkpointDue: isOpen && (hasEnded || CheckpointIsAskedFor() || (Step > 0 && CheckpointIsDue())),
            evaluationDue: isOpen && Step > 0 && evaluated != Step && EvaluationIsDue());
    }

    private IReadOnlyList<CoordinatorEffect> BeginStageOrStep()
    {
        var (stage, within) = schedule.At(Step);
        if (within > 0) return ChangeExperts();
        var note = new CoordinatorEffect.Note("stage", Step, new Dictionary<string, object?>
        {
            ["name"] = stage.Name,
            ["steps"] = stage.Steps,
            ["computation"] = stage.Computation.ToString(),
            ["selection"] = stage.Selection.ToString(),
        });
        if (stage.GrowWithNoise is not { } noise) return [note, .. ChangeExperts()];
        ownIntact &= stage.RoutesFromRows == 0;
        return [note, new CoordinatorEffect.Grow(stage, Step, noise)];
    }

    private IReadOnlyList<CoordinatorEffect> BeginStep()
    {
        Phase = RunPhase.Drawing;
        foreach (var task in restingUntil.Where(entry => entry.Value <= Step).Select(entry => entry.Key).ToArray())
            restingUntil.Remove(task);
        var resting = RestingTasks();
        if (resting.Count == tasks.Count)
        {
            return Fail(FailureKind.NoTaskLeft, "choosing tasks", new Model.Failures.DataException(
                $"Every one of the {tasks.Count} tasks rests after a loss that was not a number, or is in quarantine. "
                + "Lower training.run.optimization.expert-rate or the gradient limit."));
        }
        return [new CoordinatorEffect.Draw(Step, resting, roster.Mask, steering.Sampler, operations.ChangesRowsBefore(Step))];
    }

    // The last nodes leave together: nobody is left to move experts to.
    private bool IsToStop => stopping || (begun && nodes.Count > 0 && nodes.Values.All(node => node.Leaving));

    private bool CheckpointIsDue() => IsToStop || Step >= settings.TotalSteps || CheckpointIsAskedFor()
        || (settings.CheckpointEvery > 0 && Step % settings.CheckpointEvery == 0);

    private bool EvaluationIsDue() => !IsToStop && Step < settings.TotalSteps
        && settings.Evaluation.Every > 0 && Step % settings.Evaluation.Every == 0;

    private IReadOnlyList<CoordinatorEffect> Fail(FailureKind kind, string during, Exception cause)
    {
        if (Phase == RunPhase.Over) return [];
        var failure = FailureTable.CauseOf(kind, during, cause);
        var note = new CoordinatorEffect.Note("failed", Step, new Dictionary<string, object?>
        {
            ["kind"] = kind.ToString(),
            ["during"] = during,
            ["cause"] = failure.Message,
        });
        // The end first: a note that cannot be written must not take the cause's place.
        return [.. End(new RunOutcome(RunEnd.Failed, Step, failure)), note];
    }

    private IReadOnlyList<CoordinatorEffect> End(RunOutcome outcome)
    {
        Phase = RunPhase.Over;
        over = new NodeCommands.RunOver(outcome.End, outcome.Steps, outcome.Failure?.Message);
        return [new CoordinatorEffect.End(outcome), .. ToAllNodes(over), .. RefuseAll()];
    }

    private List<CoordinatorEffect> Stale()
    {
        StaleMessages++;
        return [];
    }
}
