using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Checkpoints: every expert writes its part, the coordinator its own, and the manifest makes them whole.</summary>
public sealed partial class CoordinatorActor
{
    private readonly SortedDictionary<ExpertId, PartRecord> savedParts = [];
    private long savingStep = -1;

    private void ReceiveSavedParts()
    {
        Receive<ExpertEvents.PartSaved>(saved =>
        {
            if (saved.Step != savingStep) return;
            savedParts[saved.Expert] = saved.Part;
            if (savedParts.Count == experts.Length) CommitCheckpoint();
        });
        Receive<CoordinatorInput.CheckpointWritten>(input => CarryOut(state.On(input)));
    }

    private void SaveParts(long step)
    {
        savingStep = step;
        savedParts.Clear();
        services.Checkpoints.Begin(step);
        foreach (var expert in experts) directory.Tell(new ExpertCommands.SavePart(expert, step), Self);
    }

    private void CommitCheckpoint()
    {
        var (step, parts) = (savingStep, savedParts.Values.ToArray());
        var text = CoordinatorSnapshot.Write(new CoordinatorSnapshot(
            planner.Cursor.Drawn, planner.Cursor.DrawnByTask, new SortedDictionary<int, long>(state.RestingUntil.ToDictionary()),
            planner.Ahead));
        savingStep = -1;
        OnLane(FailureKind.Checkpoint, "writing the checkpoint's manifest", () =>
        {
            var own = planner.Save(services.Checkpoints, step);
            services.Checkpoints.Commit(new CheckpointManifest(step, runHash, [.. parts, .. own], text));
            return new CoordinatorInput.CheckpointWritten(step);
        });
    }
}
