using Akka.Actor;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Whatever needs other experts' buffers: growing a layer from its first expert, scoring tasks, and pulling siblings together.</summary>
public sealed partial class CoordinatorActor
{
    private readonly HashSet<ExpertId> growing = [];
    private readonly Dictionary<ExpertId, OfferedState> evaluated = [];
    private readonly Dictionary<ExpertId, (CoordinatorEffect.Prepare Prepare, SortedDictionary<ExpertId, TensorHandle> Siblings)> regularizing = [];
    private CoordinatorEffect.Grow? growth;
    private long evaluatingStep = -1;

    private void ReceiveOfferedStates()
    {
        Receive<ExpertEvents.StateOffered>(offered =>
        {
            if (offered.For is null) TakeForEvaluation(offered);
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
        Receive<Scored>(scored =>
        {
            observer.OnEvaluation(scored.Record);
            CarryOut(state.On(new CoordinatorInput.Evaluated(scored.Record.Step)));
        });
    }

    private void Grow(CoordinatorEffect.Grow effect)
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

    private void CollectWeights(long step)
    {
        evaluatingStep = step;
        evaluated.Clear();
        foreach (var expert in experts) directory.Tell(new ExpertCommands.OfferState(expert, step, Whole: false), Self);
    }

    private void TakeForEvaluation(ExpertEvents.StateOffered offered)
    {
        if (offered.Step != evaluatingStep) return;
        evaluated[offered.Expert] = offered.State;
        if (evaluated.Count < experts.Length) return;
        var (self, step) = (Self, evaluatingStep);
        var weights = evaluated.ToDictionary(entry => entry.Key, entry => services.Channel.Accept(entry.Value.Weights));
        evaluatingStep = -1;
        var routes = planner.EvaluationRoutes(step);
        evaluator.Score(weights, routes, step).PipeTo(self,
            success: record => new Scored(record), failure: failure => new CoordinatorInput.Broke("scoring the tasks", failure));
    }

    private sealed record Scored(Ports.EvaluationRecord Record);
}
