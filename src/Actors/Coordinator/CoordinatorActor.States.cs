using Akka.Actor;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Whatever needs other experts' buffers: growing a layer from its first expert, scoring tasks, and pulling siblings
/// together.</summary>
public sealed partial class CoordinatorActor
{
    private readonly HashSet<ExpertId> growing = [];
    private readonly Dictionary<ExpertId, OfferedState> offers = [];
    private readonly Dictionary<ExpertId, (CoordinatorEffect.Prepare Prepare, SortedDictionary<ExpertId,
        TensorHandle> Siblings)> regularizing = [];
    private CoordinatorEffect.Grow? growth;
    private long collectingStep = -1;
    private Action<IReadOnlyDictionary<ExpertId, TorchSharp.torch.Tensor>>? collected;

    private void ReceiveOfferedStates()
    {
        Receive<ExpertEvents.StateOffered>(offered =>
        {
            if (offered.For is null) TakeWeights(offered);
            else if (growth is not null)
                directory.Tell(new ExpertCommands.TakeState(offered.For.Value, growth.Step, offered.State, growth.Noise), Self);
            else TakeForRegularization(offered, offered.For.Value);
        });
        Receive<ExpertEvents.StateTaken>(taken =>
        {
            if (growth is { } running && growing.Remove(taken.Expert) && growing.Count == 0)
            {
                growth = null;
                CarryOut(state.On(new CoordinatorInput.Grown(running.Stage)));
            }
        });
        Receive<RoutesStarted>(started => Clone(started.Grow));
        Receive<Scored>(scored =>
        {
            observer.OnEvaluation(scored.Record);
            CarryOut(state.On(new CoordinatorInput.Evaluated(scored.Record.Step)));
        });
    }

    private void Grow(CoordinatorEffect.Grow effect)
    {
        if (effect.Stage.RoutesFromRows == 0)
        {
            Clone(effect);
            return;
        }
        CollectWeights(effect.Step, weights => OnLane(FailureKind.Growth, "starting routes from the data", () =>
        {
            using var model = RunEvaluator.ModelOf(services.Settings, weights, services.Lanes.Device);
            planner.StartRoutes(model, effect.Stage, effect.Step);
            return new RoutesStarted(effect);
        }));
    }

    private void Clone(CoordinatorEffect.Grow effect)
    {
        growth = effect;
        growing.UnionWith(experts.Where(expert => expert.Number > 0));
        if (growing.Count == 0)
        {
            growth = null;
            CarryOut(state.On(new CoordinatorInput.Grown(effect.Stage)));
            return;
        }
        foreach (var expert in growing)
            directory.Tell(new ExpertCommands.OfferState(expert with { Number = 0 }, effect.Step, Whole: true, For: expert), Self);
    }

    private void CollectSiblings(CoordinatorEffect.Prepare prepare)
    {
        regularizing[prepare.Expert] = (prepare, []);
        foreach (var sibling in Siblings(prepare.Expert))
            directory.Tell(new ExpertCommands.OfferState(sibling, prepare.Step, Whole: false, For: prepare.Expert), Self);
    }

    private void TakeForRegularization(ExpertEvents.StateOffered offered, ExpertId expert)
    {
        var (prepare, siblings) = regularizing[expert];
        siblings[offered.Expert] = offered.State.Weights;
        if (siblings.Count < Siblings(expert).Count()) return;
        regularizing.Remove(expert);
        directory.Tell(new ExpertCommands.Prepare(expert, prepare.Step, prepare.MicroBatches, [.. siblings.Values]), Self);
    }

    private IEnumerable<ExpertId> Siblings(ExpertId expert) => experts.Where(other =>
        other.Kind == expert.Kind && other.Layer == expert.Layer && other.Number != expert.Number);

    private void Evaluate(long step) => CollectWeights(step, weights =>
    {
        var scorer = evaluator ?? throw new InvalidOperationException("This run has no gym to score with.");
        scorer.Score(weights, planner.EvaluationRoutes, step).PipeTo(Self, success: record => new Scored(record),
            failure: failure => new CoordinatorInput.Broke(FailureKind.Scoring, "scoring the tasks", failure));
    });

    private void CollectWeights(long step, Action<IReadOnlyDictionary<ExpertId, TorchSharp.torch.Tensor>> then)
    {
        (collectingStep, collected) = (step, then);
        offers.Clear();
        foreach (var expert in experts) directory.Tell(new ExpertCommands.OfferState(expert, step, Whole: false), Self);
    }

    private void TakeWeights(ExpertEvents.StateOffered offered)
    {
        if (offered.Step != collectingStep) return;
        offers[offered.Expert] = offered.State;
        if (offers.Count < experts.Length) return;
        collectingStep = -1;
        collected!(offers.ToDictionary(entry => entry.Key, entry => services.Channel.Accept(entry.Value.Weights)));
    }

    private sealed record Scored(Ports.EvaluationRecord Record);

    private sealed record RoutesStarted(CoordinatorEffect.Grow Grow);
}
