using System.Text.Json;
using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Training;

/// <summary>
/// The coordinator's state as a process. A checkpoint is every expert's part, durable, and then a manifest that is written
/// aside and renamed.
/// </summary>
internal sealed class CoordinatorProcess(TrainingSettings settings, ulong planSeed, TrainingMap map, TrainingRecord record)
    : ISimulatedProcess
{
    public const string ManifestPrefix = "manifest-";
    private readonly CoordinatorState state = new(settings, SmallRun.Tasks, 0);
    private readonly Dictionary<string, ulong> parts = [];

    public long Step => state.Step;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => state.Start().SelectMany(Carry).ToArray();

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        if (message is ManifestStep) return [];
        if (message is PartWritten part) return Collect(part);
        IReadOnlyList<CoordinatorEffect> effects = message switch
        {
            RouterEvents.Pull pull => state.On(pull, from),
            RouterEvents.Done done => state.On(done),
            RouterEvents.Failed failed => state.On(failed),
            ExpertEvents.Prepared prepared => state.On(prepared),
            ExpertEvents.Committed committed => state.On(committed),
            CoordinatorInput.Drawn input => state.On(input),
            CoordinatorInput.RoutesMeasured input => state.On(input),
            CoordinatorInput.RoutesCommitted input => state.On(input),
            CoordinatorInput.CheckpointWritten input => state.On(input),
            _ => throw new InvalidOperationException($"The coordinator does not know {message}."),
        };
        return effects.SelectMany(Carry).ToArray();
    }

    private IEnumerable<SimulatedEffect> Carry(CoordinatorEffect effect)
    {
        var soon = TimeSpan.FromMilliseconds(0.5);
        switch (effect)
        {
            case CoordinatorEffect.Draw draw:
                return [new SimulatedEffect.Compute(soon, new CoordinatorInput.Drawn(draw.Step, Plans(draw.Step)))];
            case CoordinatorEffect.Assign assign:
                return [new SimulatedEffect.Send((ProcessAddress)assign.Router, new RouterCommands.Assign(assign.Plan))];
            case CoordinatorEffect.Prepare prepare:
                return [new SimulatedEffect.Send(map.Of(prepare.Expert),
                    new ExpertCommands.Prepare(prepare.Expert, prepare.Step, prepare.MicroBatches))];
            case CoordinatorEffect.MeasureRoutes routes:
                return [new SimulatedEffect.Compute(soon, new CoordinatorInput.RoutesMeasured(routes.Step, 0))];
            case CoordinatorEffect.Commit commit:
                return [new SimulatedEffect.Send(map.Of(commit.Expert),
                    new ExpertCommands.Commit(commit.Expert, commit.Step, commit.Apply, commit.Clip, commit.Rate))];
            case CoordinatorEffect.CommitRoutes routes:
                return [new SimulatedEffect.Compute(soon, new CoordinatorInput.RoutesCommitted(routes.Step))];
            case CoordinatorEffect.ForgetStep forget:
                return map.Routers.Select(router => new SimulatedEffect.Send(router, new RouterCommands.Forget(forget.Step)));
            case CoordinatorEffect.Checkpoint checkpoint:
                parts.Clear();
                return SmallRun.Shape.AllExperts().Select(expert =>
                    new SimulatedEffect.Send(map.Of(expert), new ExpertCommands.SavePart(expert, checkpoint.Step)));
            case CoordinatorEffect.Observe observe:
                record.Steps.Add(observe.Record);
                return [];
            case CoordinatorEffect.End end:
                record.Outcome = end.Outcome;
                return [];
            case CoordinatorEffect.Note:
                return [];
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }

    private MicroBatchPlan[] Plans(long step)
    {
        var plans = SimulatedPlans.Of(planSeed, step);
        foreach (var plan in plans)
        {
            foreach (var expert in plan.After.Keys) record.ExactlyOnce.Planned(step, plan.Key.Index, expert);
        }
        return plans;
    }

    private IEnumerable<SimulatedEffect> Collect(PartWritten part)
    {
        parts[part.Expert.ToString()] = part.Hash;
        if (parts.Count < SmallRun.Shape.AllExperts().Count()) yield break;
        var (aside, file) = ("aside", $"{ManifestPrefix}{part.Step}");
        var content = JsonSerializer.SerializeToUtf8Bytes(parts);
        yield return new SimulatedEffect.Disk(new DiskOperation.Write(aside, content), new ManifestStep());
        yield return new SimulatedEffect.Disk(new DiskOperation.SyncFile(aside), new ManifestStep());
        yield return new SimulatedEffect.Disk(new DiskOperation.Rename(aside, file), new ManifestStep());
        yield return new SimulatedEffect.Disk(new DiskOperation.SyncFolder(), new CoordinatorInput.CheckpointWritten(part.Step));
    }

    private sealed record ManifestStep;
}
