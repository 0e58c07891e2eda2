using Moe.Actors.Messages;
using Moe.Actors.Router;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Training;

/// <summary>A router's state as a process.</summary>
internal sealed class RouterProcess(TrainingMap map, int slots) : ISimulatedProcess
{
    private readonly RouterState state = new(SmallRun.Shape.EncoderLayers, SmallRun.Shape.DecoderLayers, slots);
    private readonly Dictionary<MicroBatchKey, MicroBatchPlan> plans = [];

    public int OnTheWay => state.OnTheWay;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => state.Start().SelectMany(Carry).ToArray();

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        IReadOnlyList<RouterEffect> effects = message switch
        {
            RouterCommands.Assign command => Assign(command),
            RouterCommands.Forget command => state.On(command),
            ExpertEvents.Computed computed => state.On(computed),
            ExpertEvents.Failed failed => state.On(failed),
            RouterInput.Dealt input => state.On(input),
            RouterInput.Combined input => state.On(input),
            _ => throw new InvalidOperationException($"A router does not know {message}."),
        };
        return effects.SelectMany(Carry).ToArray();
    }

    private IReadOnlyList<RouterEffect> Assign(RouterCommands.Assign command)
    {
        plans[command.Plan.Key] = command.Plan;
        var layers = command.Plan.After.Keys.Where(expert => expert != ExpertId.Vocabulary).ToLookup(SmallRun.Shape.RowOf);
        return state.On(command, [.. Enumerable.Range(0, SmallRun.Shape.Layers).Select(row => layers[row].ToArray())]);
    }

    private IEnumerable<SimulatedEffect> Carry(RouterEffect effect)
    {
        var soon = TimeSpan.FromMilliseconds(0.2);
        switch (effect)
        {
            case RouterEffect.Deal deal:
                return [new SimulatedEffect.Compute(soon, new RouterInput.Dealt(deal.Key))];
            case RouterEffect.Combine combine:
                return [new SimulatedEffect.Compute(soon, new RouterInput.Combined(combine.Key))];
            case RouterEffect.Ask ask:
                var compute = new ExpertCommands.Compute(
                    ask.Expert, ask.Key, plans[ask.Key].After[ask.Expert], FakeOperations.At(ask.Stop));
                return [new SimulatedEffect.Send(map.Of(ask.Expert), compute, Bytes: 4096)];
            case RouterEffect.Report report:
                plans.Remove(report.Key);
                return [new SimulatedEffect.Send(map.Coordinator, new RouterEvents.Done(SmallRun.Report(report.Key)))];
            case RouterEffect.GiveUp giveUp:
                plans.Remove(giveUp.Key);
                return [new SimulatedEffect.Send(map.Coordinator, new RouterEvents.Failed(giveUp.Key, giveUp.Reason))];
            case RouterEffect.Pull pull:
                return [new SimulatedEffect.Send(map.Coordinator, new RouterEvents.Pull(pull.Slots))];
            case RouterEffect.Begin or RouterEffect.Drop:
                return [];
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }
}
