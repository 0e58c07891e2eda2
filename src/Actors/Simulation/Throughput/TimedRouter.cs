using Moe.Actors.Messages;
using Moe.Actors.Router;
using Moe.Model;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>The router of a node: takes micro-batches through their experts. Cutting and putting together cost nothing.</summary>
internal sealed class TimedRouter(TimedCluster cluster, TimedNode node) : TimedProcess(cluster, node)
{
    private readonly RouterState state = new(
        node.Name, JourneyStop.Through(cluster.Model.EncoderLayers, cluster.Model.DecoderLayers), cluster.Settings.InFlight);

    private readonly Dictionary<MicroBatchKey, MicroBatchPlan> plans = [];
    private IReadOnlyDictionary<ExpertId, object> experts = new Dictionary<ExpertId, object>();

    /// <summary>The node is up.</summary>
    public void Begin() => Cluster.Repeat(this, () => Carry(state.On(new RouterInput.Tick())));

    /// <inheritdoc/>
    public override void Receive(object message, TimedProcess from) => Carry(message switch
    {
        RouterCommands.Begin command => state.On(command),
        RouterCommands.Assign command => Assign(command),
        RouterCommands.Forget command => state.On(command),
        ExpertEvents.Computed computed => state.On(computed),
        ExpertEvents.Failed failed => state.On(failed),
        _ => throw new InvalidOperationException($"A router does not know {message}."),
    });

    private IReadOnlyList<RouterEffect> Assign(RouterCommands.Assign command)
    {
        var plan = command.Plan;
        if (plan.Key.Epoch == state.Epoch) plans[plan.Key] = plan;
        return state.On(command, Cluster.Paths.RowsOf(plan.Key.Step, plan.Key.Index));
    }

    private void Carry(IReadOnlyList<RouterEffect> effects)
    {
        foreach (var effect in effects) Carry(effect);
    }

    private void Carry(RouterEffect effect)
    {
        switch (effect)
        {
            case RouterEffect.Deal deal:
                Carry(state.On(new RouterInput.Dealt(deal.Key)));
                break;
            case RouterEffect.Combine combine:
                Carry(state.On(new RouterInput.Combined(combine.Key)));
                break;
            case RouterEffect.Ask ask:
                Ask(ask.Key, ask.Stop, ask.Expert);
                break;
            case RouterEffect.AskAgain ask:
                Ask(ask.Key, ask.Stop, ask.Expert);
                break;
            case RouterEffect.Report report:
                Cluster.ToCoordinator(this, new RouterEvents.Done(
                    new MicroBatchReport(report.Key, 1, Cluster.Costs.Tokens, Cluster.Costs.Tokens, [], [], [])));
                break;
            case RouterEffect.GiveUp giveUp:
                plans.Remove(giveUp.Key);
                Cluster.ToCoordinator(this, new RouterEvents.Failed(giveUp.Key, giveUp.Reason, giveUp.Lost));
                break;
            case RouterEffect.UseExperts use:
                experts = use.Experts;
                break;
            case RouterEffect.Drop drop:
                plans.Remove(drop.Key);
                break;
            case RouterEffect.Pull pull:
                Cluster.ToCoordinator(this, new RouterEvents.Pull(pull.Node, pull.Slots, pull.Epoch));
                break;
        }
    }

    private void Ask(MicroBatchKey key, JourneyStop stop, ExpertId expert) => Send(experts[expert],
        new ExpertCommands.Compute(expert, key, plans[key].After[expert], Cluster.Costs.OperationAt(stop)), Cluster.Costs.BytesTo(stop));
}
