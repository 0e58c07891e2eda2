using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>Checkpoints: every expert writes its part, the coordinator its own, and the manifest makes them whole.</summary>
public sealed partial class CoordinatorActor
{
    private readonly SortedDictionary<ExpertId, PartRecord> savedParts = [];
    private long savingStep = -1;

    private void ReceiveSavedParts() => Receive<ExpertEvents.PartSaved>(saved =>
    {
        if (saved.Epoch != state.Epoch || saved.Step != savingStep) return;
        savedParts[saved.Expert] = saved.Part;
        if (savedParts.Count == services.Experts.Length) CommitCheckpoint();
    });

    private void SaveParts(long step)
    {
        savedParts.Clear();
        var epoch = state.Epoch;
        // Not before the folder is there; the parts come from other threads and nodes.
        OnLane(FailureKind.Checkpoint, "beginning a checkpoint", () =>
        {
            if (Deposed(epoch) is { } deposed) return deposed;
            services.Node.Checkpoints.Begin(step);
            return new CheckpointBegun(epoch, step);
        });
    }

    private void OnBegun(CheckpointBegun begun)
    {
        if (begun.Epoch != state.Epoch) return;
        savingStep = begun.Step;
        AskForParts();
    }

    private void OnCommitted(CheckpointCommitted committed)
    {
        if (committed.Written.Epoch == state.Epoch) observer.OnRoutes(committed.Routes);
        CarryOut(state.On(committed.Written));
    }

    private void AskForParts()
    {
        foreach (var expert in services.Experts.Where(expert => !savedParts.ContainsKey(expert)))
            TellExpert(new ExpertCommands.SavePart(expert, state.Epoch, savingStep));
    }

    private void CommitCheckpoint()
    {
        var (epoch, step, parts) = (state.Epoch, savingStep, savedParts.Values.ToArray());
        var (resting, voided, roster) = (state.RestingUntil.ToDictionary(), state.VoidedInARow, state.RosterSnapshot);
        var experts = state.Roster.Mask;
        savingStep = -1;
        OnLane(FailureKind.Checkpoint, "writing the checkpoint's manifest", () =>
        {
            if (Deposed(epoch) is { } deposed) return deposed;
            var saved = planner.Save(services.Node.Checkpoints, step);
            services.Node.Checkpoints.Commit(
                new CheckpointManifest(step, services.RunHash, [.. parts, .. saved], planner.Text(resting, voided, roster)),
                isFenced: () => Deposed(epoch) is not null);
            if (Deposed(epoch) is { } meanwhile) return meanwhile;
            return new CheckpointCommitted(new CoordinatorInput.CheckpointWritten(epoch, step), Routes(step, experts));
        });
    }

    // Runs on a lane. The routes of a checkpoint, so that a run that goes on from it keeps the routes of its steps once.
    private RouteRecord Routes(long step, ExpertMask experts)
    {
        var shares = planner.RouteShares(step, experts);
        return new RouteRecord(step, services.Data.Tasks.Index()
            .ToDictionary(task => task.Item.Task.Name, task => shares.Of(task.Index).Weights_LE.ToArray()));
    }

    private void AbandonCheckpoint()
    {
        savingStep = -1;
        savedParts.Clear();
    }

    private sealed record CheckpointBegun(long Epoch, long Step);

    private sealed record CheckpointCommitted(CoordinatorInput.CheckpointWritten Written, RouteRecord Routes);
}
