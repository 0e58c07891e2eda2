using Moe.Actors.Messages;
using Moe.Actors.Router;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Model.Randomness;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>A router's state as a process. Which losses are not numbers is part of the data: always the same ones.</summary>
internal sealed class RouterProcess(SimulatedRun run, string node) : ISimulatedProcess
{
    private readonly RouterState state = new(
        node, JourneyStop.Through(SmallRun.Shape.EncoderLayers, SmallRun.Shape.DecoderLayers), slots: 2);
    private readonly Dictionary<MicroBatchKey, MicroBatchPlan> plans = [];
    private readonly RandomDraws luck = run.Kernel.Draws("work");
    private IReadOnlyDictionary<ExpertId, object> experts = new Dictionary<ExpertId, object>();

    public int OnTheWay => state.OnTheWay;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => [.. Carry(state.Start()), NextTick];

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now) =>
        run.Membership.Hears(node, from) ? Take(message) : [];

    private IEnumerable<SimulatedEffect> Take(object message) => message switch
    {
        RouterInput.Tick tick => [.. run.Mutation == ProtocolMutation.NeverAsksAgain ? [] : Carry(state.On(tick)), NextTick],
        RouterCommands.Begin command => Carry(state.On(command)),
        RouterCommands.Assign command => Carry(Assign(command)),
        RouterCommands.Forget command => Carry(state.On(command)),
        ExpertEvents.Computed computed => Carry(state.On(computed)),
        ExpertEvents.Failed failed => Carry(state.On(failed)),
        RouterInput.Dealt input => Carry(state.On(input)),
        RouterInput.Combined input => Carry(state.On(input)),
        RouterInput.Threw input => Carry(state.On(input)),
        _ => throw new InvalidOperationException($"A router does not know {message}."),
    };

    private static SimulatedEffect NextTick => new SimulatedEffect.Timer(SimulatedRun.Tick, new RouterInput.Tick());

    private IReadOnlyList<RouterEffect> Assign(RouterCommands.Assign command)
    {
        if (command.Plan.Key.Epoch == state.Epoch) plans[command.Plan.Key] = command.Plan;
        var layers = command.Plan.After.Keys.Where(expert => expert.Kind != ExpertKind.Vocabulary).ToLookup(SmallRun.Shape.RowOf);
        return state.On(command, [.. Enumerable.Range(0, SmallRun.Shape.Layers).Select(row => layers[row].ToArray())]);
    }

    private SimulatedEffect[] Carry(IReadOnlyList<RouterEffect> effects) => [.. effects.SelectMany(Carry)];

    private IEnumerable<SimulatedEffect> Carry(RouterEffect effect)
    {
        var soon = TimeSpan.FromMilliseconds(1);
        switch (effect)
        {
            case RouterEffect.Deal deal:
                return [new SimulatedEffect.Compute(soon, luck.Chance(run.Settings.Failures / 4)
                    ? new RouterInput.Threw(deal.Key, "by chance")
                    : new RouterInput.Dealt(deal.Key))];
            case RouterEffect.Combine combine:
                return [new SimulatedEffect.Compute(soon, new RouterInput.Combined(combine.Key))];
            case RouterEffect.Ask ask:
                return [Ask(ask.Key, ask.Stop, ask.Expert)];
            case RouterEffect.AskAgain ask:
                return [Ask(ask.Key, ask.Stop, ask.Expert)];
            case RouterEffect.Report report:
                return run.Membership.ToCoordinator(node, new RouterEvents.Done(Report(report.Key)));
            case RouterEffect.GiveUp giveUp:
                plans.Remove(giveUp.Key);
                return run.Membership.ToCoordinator(node, new RouterEvents.Failed(giveUp.Key, giveUp.Reason, giveUp.Lost));
            case RouterEffect.Pull pull:
                return run.Membership.ToCoordinator(node, new RouterEvents.Pull(pull.Node, pull.Slots, pull.Epoch));
            case RouterEffect.UseExperts use:
                experts = use.Experts;
                return [];
            case RouterEffect.Drop drop:
                plans.Remove(drop.Key);
                return [];
            case RouterEffect.Begin:
                return [];
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }

    private SimulatedEffect Ask(MicroBatchKey key, JourneyStop stop, ExpertId expert) => new SimulatedEffect.Send(
        (ProcessAddress)experts[expert], new ExpertCommands.Compute(expert, key, plans[key].After[expert], FakeOperations.At(stop)));

    private MicroBatchReport Report(MicroBatchKey key)
    {
        var data = RandomStream.For(run.Settings.PlanSeed, key.Step, key.Index, "specs", "losses");
        return SmallRun.Report(key, 1, data.Uniform(0) < run.Settings.BadLosses ? double.NaN : 2);
    }
}
