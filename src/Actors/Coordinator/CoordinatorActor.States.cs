using Akka.Actor;
using Akka.Event;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Routing;
using TorchSharp;

namespace Moe.Actors.Coordinator;

/// <summary>Whatever needs other experts' buffers: growth, scoring tasks, and pulling siblings together.</summary>
public sealed partial class CoordinatorActor
{
    private readonly Dictionary<ExpertId, OfferedState> offers = [];
    private readonly Dictionary<ExpertId, (CoordinatorEffect.Prepare Prepare, SortedDictionary<ExpertId, TensorHandle> Siblings)>
        regularizing = [];
    private long collectingStep = -1;
    private Action<IReadOnlyDictionary<ExpertId, torch.Tensor>>? collected;

    private void ReceiveOfferedStates()
    {
        Receive<ExpertEvents.StateOffered>(offered =>
        {
            if (offered.Epoch != state.Epoch) return;
            if (offered.For is not { } expert)
            {
                arrivals.Take(offered, offered.State.Handles, Self, Sender,
                    (message, _) => TakeWeights((ExpertEvents.StateOffered)message));
            }
            else if (!TakeForGrowth(offered, expert)) TakeForRegularization(offered, expert);
        });
        Receive<Arrived>(arrivals.On);
        Receive<NotArrived>(lost =>
        {
            arrivals.On(lost);
            log.Warning("A tensor did not arrive: {0}", lost.Reason);
        });
        Receive<ExpertEvents.StateTaken>(OnTaken);
        Receive<Scored>(scored =>
        {
            if (scored.Epoch != state.Epoch) return;
            observer.OnEvaluation(scored.Record);
            CarryOut(state.On(new CoordinatorInput.Evaluated(scored.Epoch, scored.Record.Step)));
        });
    }

    private void CollectSiblings(CoordinatorEffect.Prepare prepare)
    {
        regularizing[prepare.Expert] = (prepare, []);
        foreach (var sibling in Siblings(prepare.Expert))
            TellExpert(new ExpertCommands.OfferState(sibling, state.Epoch, prepare.Step, Whole: false, For: prepare.Expert));
    }

    private void TakeForRegularization(ExpertEvents.StateOffered offered, ExpertId expert)
    {
        if (!regularizing.TryGetValue(expert, out var waiting)) return;
        waiting.Siblings[offered.Expert] = offered.State.Weights;
        if (waiting.Siblings.Count < Siblings(expert).Count()) return;
        regularizing.Remove(expert);
        TellExpert(new ExpertCommands.Prepare(
            expert, state.Epoch, waiting.Prepare.Step, waiting.Prepare.MicroBatches, [.. waiting.Siblings.Values], waiting.Prepare.Group));
    }

    private IEnumerable<ExpertId> Siblings(ExpertId expert) => services.Experts.Where(other =>
        other.Kind == expert.Kind && other.Layer == expert.Layer && other.Number != expert.Number && state.Roster.IsOn(other));

    private void Evaluate(long step)
    {
        var (epoch, experts) = (state.Epoch, state.Roster.Mask);
        CollectWeights(step, weights => OnLane(FailureKind.Scoring, "routing tasks",
            () => new RoutesForScores(epoch, step, weights, planner.EvaluationRoutes(step, experts))));
    }

    private void Score(RoutesForScores ready)
    {
        var scorer = services.Evaluator ?? throw new InvalidOperationException("This run has no gym to score with.");
        scorer.Score(ready.Weights, ready.Routes, ready.Step).PipeTo(Self, success: record => new Scored(ready.Epoch, record),
            failure: failure => new CoordinatorInput.Broke(FailureKind.Scoring, "scoring the tasks", failure));
    }

    private void CollectWeights(long step, Action<IReadOnlyDictionary<ExpertId, torch.Tensor>> then)
    {
        (collectingStep, collected) = (step, then);
        AskForWeights();
    }

    private void AskForWeights()
    {
        foreach (var expert in services.Experts.Where(expert => !offers.ContainsKey(expert)))
            TellExpert(new ExpertCommands.OfferState(expert, state.Epoch, collectingStep, Whole: false));
    }

    private void TakeWeights(ExpertEvents.StateOffered offered)
    {
        if (offered.Epoch != state.Epoch || offered.Step != collectingStep || !offers.TryAdd(offered.Expert, offered.State))
        {
            TensorHandle.Discard(offered.State.Handles);
            return;
        }
        if (offers.Count < services.Experts.Length) return;
        collectingStep = -1;
        var weights = offers.ToDictionary(entry => entry.Key, entry => services.Node.Channel.Accept(entry.Value.Weights));
        offers.Clear();
        collected!(weights);
    }

    // Whatever is awaited between two steps is asked for again.
    private void Remind()
    {
        if (savingStep >= 0) AskForParts();
        if (collectingStep >= 0) AskForWeights();
        if (takeover is { } running) AskForStates(running);
    }

    private void AbandonStates()
    {
        foreach (var offer in offers.Values) TensorHandle.Discard(offer.Handles);
        offers.Clear();
        growing.Clear();
        regularizing.Clear();
        (takeover, collectingStep, collected) = (null, -1, null);
    }

    private sealed record Scored(long Epoch, EvaluationRecord Record);

    private sealed record RoutesForScores(
        long Epoch, long Step, IReadOnlyDictionary<ExpertId, torch.Tensor> Weights, RouteBatch Routes);
}
