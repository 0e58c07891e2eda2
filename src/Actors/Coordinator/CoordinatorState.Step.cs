using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Optimization;

namespace Moe.Actors.Coordinator;

/// <summary>One step: micro-batches out and reports in, Prepare, Commit; or voided as a whole.</summary>
public sealed partial class CoordinatorState
{
    private readonly List<MicroBatchPlan> drawnPlans = [];
    private readonly SortedDictionary<int, (MicroBatchPlan Plan, object Router)> running = [];
    private readonly Dictionary<int, int> failures = [];
    private readonly SortedDictionary<int, MicroBatchReport> reports = [];
    private readonly Dictionary<int, IReadOnlyList<int>> taskOfRow = [];
    private readonly Dictionary<ExpertId, int> touched = [];
    private readonly SortedSet<ExpertId> touchedExperts = [];
    private readonly Dictionary<ExpertId, double> squaredNorms = [];
    private readonly HashSet<ExpertId> uncommitted = [];
    private int preparing;
    private double? routesSquaredNorm;
    private bool routesUncommitted;
    private int retried;
    private StepRecord? record;

    /// <summary>A step's micro-batches are ready to be handed out.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Drawn drawn)
    {
        if (Phase != RunPhase.Drawing || drawn.Epoch != Epoch || drawn.Step != Step) return Stale();
        ClearStep();
        progressed = true;
        foreach (var drawnPlan in drawn.Plans)
        {
            var plan = drawnPlan with { Key = drawnPlan.Key with { Epoch = Epoch } };
            Enqueue(plan);
            drawnPlans.Add(plan);
            taskOfRow[plan.Key.Index] = [.. plan.Examples.Select(example => example.Task)];
            foreach (var replica in plan.After.Keys)
            {
                touched[replica] = touched.GetValueOrDefault(replica) + 1;
                touchedExperts.Add(replica.AsExpert());
            }
        }
        Phase = RunPhase.Running;
        return HandOut([]);
    }

    /// <summary>A micro-batch is through.</summary>
    public IReadOnlyList<CoordinatorEffect> On(RouterEvents.Done done)
    {
        var report = done.Report;
        if (!TakeFromRouter(report.Key, out var plan)) return Stale();
        measured.Count(plan.After.Keys.Select(replica => replica.AsExpert()), report.Tokens);
        reports.Add(report.Key.Index, report);
        if (running.Count + waiting.Count > 0) return HandOut([]);
        // Only now: which tasks rest must not depend on which report came first.
        return reports.Values.All(one => double.IsFinite(one.Loss)) ? PrepareAll() : VoidForLoss();
    }

    /// <summary>A micro-batch could not be computed: it is handed out again, a few times.</summary>
    public IReadOnlyList<CoordinatorEffect> On(RouterEvents.Failed failed)
    {
        if (!TakeFromRouter(failed.Key, out var plan)) return Stale();
        // Where nothing gets through, tries are lost without end: the next one waits for a tick, or for what comes meanwhile.
        if (failed.Lost) return [EnqueueAgain(plan, failed.Reason)];
        var tries = failures.GetValueOrDefault(failed.Key.Index);
        var kind = FailureTable.OfTry(tries);
        if (FailureTable.Of(kind).Answer == FailureAnswer.EndRun)
        {
            return Fail(kind, $"{failed.Key}", new EnvironmentException(
                $"Micro-batch {failed.Key.Index} of step {Step} failed {FailureTable.TriesMax} times, last because: {failed.Reason}. "
                + "The last checkpoint is whole; mend the cause and go on with --resume."));
        }
        failures[failed.Key.Index] = tries + 1;
        return HandOutAgain(plan, failed.Reason);
    }

    /// <summary>An expert has measured its gradients.</summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.Prepared prepared)
    {
        if (Phase != RunPhase.Preparing || prepared.Epoch != Epoch || prepared.Step != Step) return Stale();
        progressed = true;
        squaredNorms[prepared.Expert] = prepared.SquaredNorm;
        return CommitIfPrepared();
    }

    /// <summary>The routes' gradients are measured.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.RoutesMeasured measured)
    {
        if (Phase != RunPhase.Preparing || measured.Epoch != Epoch || measured.Step != Step) return Stale();
        progressed = true;
        routesSquaredNorm = measured.SquaredNorm;
        return CommitIfPrepared();
    }

    /// <summary>An expert has ended the step.</summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.Committed committed)
    {
        if (Phase is not (RunPhase.Committing or RunPhase.Voiding) || committed.Epoch != Epoch || committed.Step != Step)
            return Stale();
        progressed = true;
        uncommitted.Remove(committed.Expert);
        return EndStepIfCommitted();
    }

    /// <summary>The routes have ended the step.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.RoutesCommitted committed)
    {
        if (Phase is not (RunPhase.Committing or RunPhase.Voiding) || committed.Epoch != Epoch || committed.Step != Step)
            return Stale();
        progressed = true;
        routesUncommitted = false;
        return EndStepIfCommitted();
    }

    private bool TakeFromRouter(MicroBatchKey key, out MicroBatchPlan plan)
    {
        plan = null!;
        if (Phase != RunPhase.Running || !running.TryGetValue(key.Index, out var run) || run.Plan.Key != key) return false;
        plan = run.Plan;
        running.Remove(key.Index);
        return progressed = true;
    }

    private IReadOnlyList<CoordinatorEffect> HandOutAgain(MicroBatchPlan plan, string reason) => HandOut([EnqueueAgain(plan, reason)]);

    private CoordinatorEffect.Note EnqueueAgain(MicroBatchPlan plan, string reason)
    {
        retried++;
        var attempt = plan.Key.Attempt + 1;
        Enqueue(plan with { Key = plan.Key with { Attempt = attempt } });
        return new CoordinatorEffect.Note("retried", Step, new Dictionary<string, object?>
        {
            ["micro_batch"] = plan.Key.Index,
            ["attempt"] = attempt,
            ["reason"] = reason,
        });
    }

    private IReadOnlyList<CoordinatorEffect> PrepareAll()
    {
        Phase = RunPhase.Preparing;
        CoordinatorEffect.Prepare[] prepares = [.. touchedExperts.SelectMany(PreparesOf)];
        preparing = prepares.Length;
        return [
            .. prepares,
            new CoordinatorEffect.MeasureRoutes(Step, [.. reports.Values]),
        ];
    }

    private IReadOnlyList<CoordinatorEffect> CommitIfPrepared()
    {
        if (squaredNorms.Count < preparing || routesSquaredNorm is null) return [];
        if (FailIfReplicasDiffer() is { } failed) return failed;
        var (stage, _) = schedule.At(Step);
        var optimization = settings.Optimization;
        var tokens = reports.Values.Sum(report => report.TargetTokens);
        var scale = optimization.MeanLoss ? 1.0 / Math.Max(1, tokens) : 1.0;
        var squared = routesSquaredNorm.Value;
        // As a stage's frozen routes, experts that learn nothing must not make the clip factor of the others smaller.
        foreach (var expert in touchedExperts.Where(expert => !IsFrozen(expert))) squared += squaredNorms[ServerOf(expert)];
        var norm = Math.Sqrt(squared) * scale;
        if (!double.IsFinite(norm)) return Void("the gradient norm is not a number", []);
        var clip = GradientNorm.ClipFactor(norm, optimization.MaxGradientNorm) * scale;
        var factor = rates.Factor(Step);
        record = Record(committed: true, null, norm, clip, optimization.ExpertRate * factor * stage.RateScale);
        Phase = RunPhase.Committing;
        ownIntact = false;
        uncommitted.UnionWith(located.Keys);
        routesUncommitted = true;
        return [
            .. located.Keys.Select(CommitOf),
            new CoordinatorEffect.CommitRoutes(Step, true, clip, factor, stage),
        ];
    }

    private IReadOnlyList<CoordinatorEffect> EndStepIfCommitted()
    {
        if (uncommitted.Count > 0 || routesUncommitted) return [];
        var ended = Step;
        voidedInARow = Phase == RunPhase.Voiding ? voidedInARow + 1 : 0;
        if (Phase == RunPhase.Committing) drawnPlans.ForEach(plan => use.Add(plan.Routes, plan.Mode));
        CountChanges();
        var observed = new CoordinatorEffect.Observe(record!);
        var forget = new CoordinatorEffect.ForgetStep(Epoch, ended);
        Step++;
        ownIntact = true;
        placementDue |= measured.EndStep();
        if (voidedInARow >= FailureTable.VoidedInARowMax)
        {
            return [observed, forget, .. Fail(FailureKind.VoidedInARow, "training", new DataException(
                $"{FailureTable.VoidedInARowMax} steps in a row were voided, last because {record!.Reason}. "
                + "Lower the learning rates or the gradient limit."))];
        }
        if (turningOver is { } why) return [observed, forget, .. Recover(why)];
        return [observed, forget, .. BetweenSteps(CheckpointIsDue(), EvaluationIsDue())];
    }

    private IReadOnlyList<CoordinatorEffect> VoidForLoss()
    {
        var bad = new SortedSet<int>();
        foreach (var report in reports.Values)
        {
            for (var row = 0; row < report.RowLoss.Length; row++)
            {
                if (!double.IsFinite(report.RowLoss[row])) bad.Add(taskOfRow[report.Key.Index][row]);
            }
        }
        foreach (var task in bad) restingUntil[task] = Step + 1 + settings.QuarantineSteps;
        var names = string.Join(", ", bad.Select(task => tasks[task]));
        var note = new CoordinatorEffect.Note("quarantined", Step, new Dictionary<string, object?>
        {
            ["tasks"] = bad.Select(task => tasks[task]).ToArray(),
            ["until"] = Step + 1 + settings.QuarantineSteps,
        });
        return Void($"the loss of {names} is not a number", [note]);
    }

    private IReadOnlyList<CoordinatorEffect> Void(string reason, IReadOnlyList<CoordinatorEffect> before)
    {
        var (stage, _) = schedule.At(Step);
        record = Record(committed: false, reason, double.NaN, 0, 0);
        Phase = RunPhase.Voiding;
        waiting.Clear();
        running.Clear();
        ownIntact = false;
        uncommitted.UnionWith(located.Keys);
        routesUncommitted = true;
        return [
            .. before,
            .. located.Keys.Select(CommitOf),
            new CoordinatorEffect.CommitRoutes(Step, false, 0, 0, stage),
        ];
    }

    private IEnumerable<CoordinatorEffect.Prepare> PreparesOf(ExpertId expert)
    {
        var group = GroupOf(expert);
        return ReplicasThere(expert).Select(replica => new CoordinatorEffect.Prepare(replica, Step,
            group?.Shares.Where(share => share.At == replica).Sum(share => share.MicroBatches) ?? touched[replica], group));
    }

    private CoordinatorEffect.TellExpert CommitOf(ExpertId replica) => ToExpert(Phase == RunPhase.Committing
        ? new ExpertCommands.Commit(replica, Epoch, Step, Learns(replica), record!.Clip, record.Rate)
        : new ExpertCommands.Commit(replica, Epoch, Step, Apply: false, 0, 0));

    private bool Learns(ExpertId replica) => touchedExperts.Contains(replica.AsExpert()) && !IsFrozen(replica);

    private StepRecord Record(bool committed, string? reason, double norm, double clip, double rate) => new()
    {
        Step = Step,
        Stage = schedule.At(Step).Stage.Name,
        Committed = committed,
        Reason = reason,
        Loss = reports.Values.Sum(report => report.Loss),
        TargetTokens = reports.Values.Sum(report => report.TargetTokens),
        Tokens = reports.Values.Sum(report => report.Tokens),
        GradientNorm = norm,
        Clip = clip,
        Rate = rate,
        Temperature = schedule.Temperature(Step),
        ByTask = LossByTask(),
        RowsByTask = reports.Keys.SelectMany(index => taskOfRow[index]).CountBy(task => tasks[task]).ToDictionary(),
        MicroBatches = reports.Count,
        Retried = retried,
        Experts = touchedExperts.Count,
        Epoch = Epoch,
        SnapshotStep = wholeSnapshot,
        Places = Places(),
        Off = roster.Off,
        Load = touched.ToDictionary(),
        Nodes = nodes.ToDictionary(node => node.Key, node => node.Value.Leaving),
    };

    private SortedDictionary<string, (double Loss, int Tokens)> LossByTask()
    {
        var byTask = new SortedDictionary<string, (double Loss, int Tokens)>(StringComparer.Ordinal);
        foreach (var (index, report) in reports)
        {
            for (var row = 0; row < report.RowLoss.Length; row++)
            {
                var name = tasks[taskOfRow[index][row]];
                var (loss, tokens) = byTask.GetValueOrDefault(name);
                byTask[name] = (loss + report.RowLoss[row], tokens + report.RowTokens[row]);
            }
        }
        return byTask;
    }

    private void ClearStep()
    {
        waiting.Clear();
        drawnPlans.Clear();
        running.Clear();
        reports.Clear();
        taskOfRow.Clear();
        touched.Clear();
        touchedExperts.Clear();
        squaredNorms.Clear();
        failures.Clear();
        uncommitted.Clear();
        (preparing, routesSquaredNorm, routesUncommitted, retried, record) = (0, null, false, 0, null);
    }
}
