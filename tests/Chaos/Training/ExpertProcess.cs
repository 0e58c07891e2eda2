using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Training;

/// <summary>An expert's state as a process; its weights are a number that depends on what was added and in which order.</summary>
internal sealed class ExpertProcess(ExpertId expert, TrainingRecord record, RandomDraws luck) : ISimulatedProcess
{
    private const long Incarnation = 1;
    private readonly ExpertState state = new(expert, 0);
    private ulong gradient;
    private ulong weight = 17;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now)
    {
        record.Owners.Began(expert, Incarnation, expert.ToString());
        record.Versions.Restored(expert, 0);
        return [];
    }

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        if (message is ExpertCommands.SavePart save) return SavePart(save, from);
        if (message is PartStep) return [];
        if (message is PartSynced synced) return [new SimulatedEffect.Send(synced.To, new PartWritten(expert, synced.Step, weight))];
        IReadOnlyList<ExpertEffect> effects = message switch
        {
            ExpertCommands.Compute command => state.On(command, from),
            ExpertCommands.Prepare command => state.On(command, from),
            ExpertCommands.Commit command => state.On(command, from),
            ExpertInput.Finished input => state.On(input),
            ExpertInput.Added input => state.On(input),
            ExpertInput.Measured input => state.On(input),
            Folded input => Fold(input),
            _ => throw new InvalidOperationException($"{expert} does not know {message}."),
        };
        return effects.SelectMany(Carry).ToArray();
    }

    private IReadOnlyList<ExpertEffect> Fold(Folded folded)
    {
        if (folded.Add is { } add)
        {
            gradient = (add.Overwrite ? 0 : gradient * 31) + (ulong)add.Key.Index + 1;
            record.ExactlyOnce.Added(expert, Incarnation, add.Key.Step, add.Key.Index, add.Overwrite);
            return state.On(new ExpertInput.Added(add.Key));
        }
        weight = (weight * 1_000_003) + gradient;
        record.Weights[expert] = weight;
        record.ExactlyOnce.Applied(expert, Incarnation, folded.Update!.Step);
        return state.On(new ExpertInput.Updated(folded.Update.Step));
    }

    private IEnumerable<SimulatedEffect> Carry(ExpertEffect effect)
    {
        switch (effect)
        {
            case ExpertEffect.Run run:
                return [Work(5, new ExpertInput.Finished(run.Key, run.Operation, FakeOperations.Result))];
            case ExpertEffect.Add add:
                return [Work(2, new Folded(add, null))];
            case ExpertEffect.Measure measure:
                return [Work(1, new ExpertInput.Measured(measure.Step, 1))];
            case ExpertEffect.Update update:
                return [Work(3, new Folded(null, update))];
            case ExpertEffect.Reply reply:
                if (reply.Message is ExpertEvents.Committed committed) record.Versions.Reached(expert, committed.Version);
                return [new SimulatedEffect.Send((ProcessAddress)reply.To, reply.Message)];
            case ExpertEffect.Drop:
                return [];
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }

    private SimulatedEffect Work(double meanMs, object done) =>
        new SimulatedEffect.Compute(luck.Exponential(TimeSpan.FromMilliseconds(meanMs)), done);

    private IEnumerable<SimulatedEffect> SavePart(ExpertCommands.SavePart save, ProcessAddress from)
    {
        var file = PartFile(expert, save.Step);
        yield return new SimulatedEffect.Disk(new DiskOperation.Write(file, BitConverter.GetBytes(weight)), new PartStep());
        yield return new SimulatedEffect.Disk(new DiskOperation.SyncFile(file), new PartStep());
        yield return new SimulatedEffect.Disk(new DiskOperation.SyncFolder(), new PartSynced(save.Step, from));
    }

    public static string PartFile(ExpertId expert, long step) => $"{step}/{expert}";

    private sealed record Folded(ExpertEffect.Add? Add, ExpertEffect.Update? Update);

    private sealed record PartSynced(long Step, ProcessAddress To);

    private sealed record PartStep;
}

/// <summary>A part of a checkpoint is durable.</summary>
internal sealed record PartWritten(ExpertId Expert, long Step, ulong Hash);
