using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>A coordinator's state, and short ways through the parts of a step that a spec is not about.</summary>
internal sealed class CoordinatorScript
{
    public const string Asker = "router";

    public CoordinatorScript(
        TrainingSettings? settings = null, long firstStep = 0, IReadOnlyDictionary<int, long>? resting = null) =>
        State = new CoordinatorState(settings ?? SmallRun.Settings(), SmallRun.Tasks, firstStep, resting);

    public CoordinatorState State { get; }

    public static IEnumerable<ExpertId> Experts => SmallRun.Shape.AllExperts();

    public long Step => State.Step;

    /// <summary>Two micro-batches: one on expert 0 of every layer, one on expert 1 of the encoder's.</summary>
    public static MicroBatchPlan[] Plans(long step) =>
        SmallRun.Plans(step, SmallRun.Path(0), [SmallRun.Shape.At(0, 1), SmallRun.Shape.At(1, 1)]);

    /// <summary>The run up to where the first step's two micro-batches are handed out.</summary>
    public MicroBatchPlan[] Running()
    {
        State.Start();
        State.On(new RouterEvents.Pull(2), Asker);
        return Draw();
    }

    public MicroBatchPlan[] Draw()
    {
        var plans = Plans(Step);
        State.On(new CoordinatorInput.Drawn(Step, plans));
        return plans;
    }

    public IReadOnlyList<CoordinatorEffect> Done(MicroBatchKey key, double firstRow = 1, double secondRow = 2) =>
        State.On(new RouterEvents.Done(SmallRun.Report(key, firstRow, secondRow)));

    public IReadOnlyList<CoordinatorEffect> Failed(MicroBatchKey key) =>
        State.On(new RouterEvents.Failed(key, "out of memory"));

    /// <summary>Every expert and the routes answer Prepare; the last answer's effects.</summary>
    public IReadOnlyList<CoordinatorEffect> Prepared(IReadOnlyList<CoordinatorEffect> effects, double norm = 1)
    {
        var step = Step;
        foreach (var prepare in effects.OfType<CoordinatorEffect.Prepare>())
            State.On(new ExpertEvents.Prepared(prepare.Expert, step, norm));
        return State.On(new CoordinatorInput.RoutesMeasured(step, norm));
    }

    /// <summary>Every expert and the routes end the step; the last answer's effects.</summary>
    public IReadOnlyList<CoordinatorEffect> Committed()
    {
        var step = Step;
        foreach (var expert in Experts) State.On(new ExpertEvents.Committed(expert, step, step + 1));
        return State.On(new CoordinatorInput.RoutesCommitted(step));
    }

    /// <summary>A whole step from drawing on; the effects of its end.</summary>
    public IReadOnlyList<CoordinatorEffect> WholeStep()
    {
        var plans = Draw();
        State.On(new RouterEvents.Pull(2), Asker);
        Done(plans[0].Key);
        Prepared(Done(plans[1].Key));
        return Committed();
    }

    public static StepRecord Record(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Observe>().Single().Record;

    public static RunOutcome Outcome(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.End>().Single().Outcome;
}
