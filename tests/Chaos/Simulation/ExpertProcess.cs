using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// An expert's state as a process; its weights are a number that depends on what was added and in which order. It begins with the
/// announcement that had it started.
/// </summary>
internal sealed class ExpertProcess : ISimulatedProcess
{
    private readonly ExpertId expert;
    private readonly SimulatedRun run;
    private readonly string node;
    private readonly ExpertState state;
    private readonly long incarnation;
    private readonly (ExpertCommands.Announce Command, ProcessAddress From) first;
    private readonly RandomDraws luck;
    private readonly Dictionary<ExpertId, ulong> gradients = [];
    private readonly Dictionary<ExpertId, (long Epoch, long Step)> served = [];
    private ulong sum;
    private ulong weight;
    private long version = ExpertState.NoVersion;
    private ExpertCommands.Restore? fetching;

    public ExpertProcess(
        ExpertId expert, SimulatedRun run, string node, long incarnation, (ExpertCommands.Announce Command, ProcessAddress From) first)
    {
        (this.expert, this.run, this.node, this.incarnation, this.first) = (expert, run, node, incarnation, first);
        state = new ExpertState(expert, node, incarnation);
        luck = run.Kernel.Draws("work");
        run.Record.Owners.Began(expert, incarnation, node);
    }

    public ExpertId Expert => expert;

    public long Version => state.Version;

    public long Epoch => state.Epoch;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => Carry(state.On(first.Command, first.From));

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        if (!run.Membership.Hears(node, from)) return [];
        var effects = Carry(Take(Bent(message), from));
        if (state.Version != version)
        {
            version = state.Version;
            if (version != ExpertState.NoVersion) run.Record.Holds(expert.AsExpert(), version, weight);
        }
        return effects;
    }

    // What it is called in snapshots and checkpoints: all replicas alike.
    private string Part => expert.AsExpert().ToString();

    private IReadOnlyList<ExpertEffect> Take(object message, ProcessAddress from) => message switch
    {
        ExpertCommands.Announce command => state.On(command, from),
        ExpertCommands.Restore command => state.On(command, from),
        ExpertCommands.Compute command => state.On(command, from),
        ExpertCommands.Prepare command => state.On(command, from),
        ExpertCommands.TakeGradient command => state.On(command),
        ExpertCommands.Commit command => state.On(command, from),
        ExpertCommands.Snapshot command => state.On(command),
        ExpertCommands.SavePart command => state.Between(command, command.Step, from),
        ExpertCommands.OfferState command => state.Between(command, command.Step, from),
        ExpertCommands.TakeState command => state.Between(command, command.Step, from),
        ExpertInput.Finished input => state.On(input),
        ExpertInput.Failed input => state.On(input),
        ExpertInput.Measured input => state.On(input),
        NodeEvents.Given given => Given(given),
        Work work => work.End(),
        _ => throw new InvalidOperationException($"{expert} does not know {message}."),
    };

    private object Bent(object message)
    {
        switch (run.Mutation)
        {
            case ProtocolMutation.EpochsIgnored when message is ExpertCommands.Compute compute:
                return compute with { Key = compute.Key with { Epoch = state.Epoch } };
            case ProtocolMutation.EpochsIgnored when message is ExpertCommands.Commit commit:
                return commit with { Epoch = state.Epoch };
            case ProtocolMutation.EpochsIgnored when message is ExpertCommands.Prepare prepare:
                return prepare with { Epoch = state.Epoch };
            case ProtocolMutation.EpochsIgnored when message is ExpertCommands.Restore restore:
                return restore with { Epoch = state.Epoch };
            case ProtocolMutation.OrderOfArrival when message is ExpertCommands.Compute compute:
                return compute with { After = -1 };
            default:
                return message;
        }
    }

    private SimulatedEffect[] Carry(IReadOnlyList<ExpertEffect> effects) => [.. effects.SelectMany(Carry)];

    private IEnumerable<SimulatedEffect> Carry(ExpertEffect effect)
    {
        switch (effect)
        {
            case ExpertEffect.Run work:
                return [luck.Chance(run.Settings.Failures)
                    ? Compute(20, new ExpertInput.Failed(work.Key, work.Operation.Name, "by chance"))
                    : Compute(20, new ExpertInput.Finished(work.Key, work.Operation, FakeOperations.Result))];
            case ExpertEffect.Add add:
                return [Compute(10, new Work(() => Added(add)))];
            case ExpertEffect.Measure measure:
                return [Compute(5, new Work(() => Measured(measure)))];
            case ExpertEffect.Give give:
                return [Compute(5, new Work(() => Given(give)))];
            case ExpertEffect.Update update:
                return [Compute(15, new Work(() => Updated(update)))];
            case ExpertEffect.Load load:
                return Load(load.Command);
            case ExpertEffect.Copy copy:
                return Copy(copy.Command);
            case ExpertEffect.Do between:
                return [Compute(30, new Work(() => Done(between)), luck.Chance(0.05) ? 20 : 1)];
            case ExpertEffect.Reply reply:
                if (reply.Message is ExpertEvents.Restored restored) run.Record.Restored(expert, restored.Epoch, restored.Step);
                return [new SimulatedEffect.Send((ProcessAddress)reply.To, reply.Message)];
            case ExpertEffect.Drop or ExpertEffect.Discard:
                return [];
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }

    private IReadOnlyList<ExpertEffect> Added(ExpertEffect.Add add)
    {
        var times = run.Mutation == ProtocolMutation.AddedAgain && add.Key.Attempt > 0 ? 2 : 1;
        for (var time = 0; time < times; time++)
        {
            var overwrite = add.Overwrite && time == 0;
            gradients[add.Replica] = (overwrite ? 0 : gradients[add.Replica] * 31) + (ulong)add.Key.Index + 1;
            served[add.Replica] = (add.Key.Epoch, add.Key.Step);
            run.Record.ExactlyOnce.Added(add.Replica, incarnation, add.Key.Step, add.Key.Index, overwrite);
        }
        return state.On(new ExpertInput.Added(add.Key));
    }

    private IReadOnlyList<ExpertEffect> Measured(ExpertEffect.Measure measure)
    {
        var summed = (measure.Summed ?? [new SummedGradient(expert, null)]).ToArray();
        var isLead = summed.Any(one => one.Arrived is null) || summed.Length > 1;
        if (run.Mutation == ProtocolMutation.ReplicasInOrderOfArrival) summed = [.. summed.OrderBy(_ => luck.Uniform())];
        if (run.Mutation == ProtocolMutation.ReplicaKeepsItsOwn && !isLead && gradients.TryGetValue(expert, out var mine)) sum = mine;
        else
        {
            var numbers = summed.Select(one => one.Arrived is { } handle ? SimulatedTensor.Read(handle) : gradients[one.Replica]).ToArray();
            sum = numbers.Skip(1).Aggregate(numbers[0], (total, next) => (total * 1_000_003) + next);
        }
        return state.On(new ExpertInput.Measured(measure.Step, 1 + (sum % 7)));
    }

    private IReadOnlyList<ExpertEffect> Given(ExpertEffect.Give give)
    {
        var number = SimulatedTensor.Handle(give.Share is { } share ? gradients[share] : sum);
        var command = new ExpertCommands.TakeGradient(give.To, give.Epoch, give.Step, give.Share, number);
        return [new ExpertEffect.Reply(give.Actor, command), .. state.On(new ExpertInput.Given())];
    }

    private IReadOnlyList<ExpertEffect> Updated(ExpertEffect.Update update)
    {
        weight = (weight * 1_000_003) + sum + (ulong)update.Step;
        // What it served in an epoch that was given up, others may serve now.
        foreach (var replica in served.Where(entry => entry.Value == (state.Epoch, update.Step)).Select(entry => entry.Key))
            run.Record.ExactlyOnce.Applied(replica, incarnation, update.Step);
        return state.On(new ExpertInput.Updated(update.Step));
    }

    private IEnumerable<SimulatedEffect> Load(ExpertCommands.Restore command)
    {
        run.Record.Sources.Add(command.Source.ToString());
        if (run.Mutation == ProtocolMutation.RestoresWrongVersion && weight != 0)
            return [Compute(5, new Work(() => state.On(new ExpertInput.Loaded(command.Step))))];
        if (command.Source == StateSource.Snapshot)
        {
            fetching = command;
            return
            [
                new SimulatedEffect.Send((ProcessAddress)command.Keeper!, new NodeCommands.Give(Part, command.Step)),
                new SimulatedEffect.Timer(TimeSpan.FromSeconds(10), new Work(() => NotGiven(command))),
            ];
        }
        return [Compute(40, new Work(() =>
        {
            weight = command.Source == StateSource.Initial
                ? SimulatedStore.Hash(Part)
                : ulong.Parse(run.Store.Load(command.Step, Part));
            return state.On(new ExpertInput.Loaded(command.Step));
        }), luck.Chance(0.05) ? 20 : 1)];
    }

    private IReadOnlyList<ExpertEffect> Given(NodeEvents.Given given)
    {
        if (fetching is not { } command || given.Step != command.Step) return [];
        fetching = null;
        if (given.State is not { } kept) return state.On(new ExpertInput.NotLoaded("it is not kept"));
        weight = SimulatedTensor.Read(kept);
        return state.On(new ExpertInput.Loaded(command.Step));
    }

    private IReadOnlyList<ExpertEffect> NotGiven(ExpertCommands.Restore command)
    {
        if (fetching != command) return [];
        fetching = null;
        return state.On(new ExpertInput.NotLoaded("nobody gave it"));
    }

    private IEnumerable<SimulatedEffect> Copy(ExpertCommands.Snapshot command)
    {
        if (run.Mutation != ProtocolMutation.CopiesTooLate)
            return [Compute(20, new Work(() => [.. Copies(command), .. state.On(new ExpertInput.Copied(command.Step))]))];
        return
        [
            Compute(1, new Work(() => state.On(new ExpertInput.Copied(command.Step)))),
            new SimulatedEffect.Timer(TimeSpan.FromSeconds(1), new Work(() => [.. Copies(command)])),
        ];
    }

    private IEnumerable<ExpertEffect> Copies(ExpertCommands.Snapshot command) => command.Keepers.Select(keeper => new ExpertEffect.Reply(
        keeper, new NodeCommands.Keep(Part, command.Epoch, command.Step, SimulatedTensor.Of(weight))));

    private IReadOnlyList<ExpertEffect> Done(ExpertEffect.Do between)
    {
        switch (between.Command)
        {
            case ExpertCommands.SavePart save:
                run.Store.Save(save.Step, Part, $"{weight}");
                return Answer(between, new ExpertEvents.PartSaved(
                    save.Expert, save.Epoch, save.Step, new PartRecord(Part, 1, $"{weight}")));
            case ExpertCommands.OfferState offer:
                return Answer(between, new ExpertEvents.StateOffered(
                    offer.Expert, offer.Epoch, offer.Step, SimulatedTensor.Of(weight), offer.For));
            case ExpertCommands.TakeState take:
                var mine = take.Share < 1 ? weight * (ulong)BitConverter.DoubleToInt64Bits(take.Share) : 0;
                weight = (SimulatedTensor.Read(take.State) * 7) + mine + SimulatedStore.Hash(Part);
                return Answer(between, new ExpertEvents.StateTaken(expert, take.Epoch, take.Step));
            default:
                throw new InvalidOperationException($"{between.Command} is new.");
        }
    }

    private IReadOnlyList<ExpertEffect> Answer(ExpertEffect.Do between, object answer) =>
        state.On(new ExpertInput.Answered(between.Command, answer, between.From));

    private SimulatedEffect Compute(double meanMs, object done, double factor = 1) =>
        new SimulatedEffect.Compute(luck.Exponential(TimeSpan.FromMilliseconds(meanMs * factor)), done);

    private sealed record Work(Func<IReadOnlyList<ExpertEffect>> End);
}
