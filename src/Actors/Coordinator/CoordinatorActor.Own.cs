using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>The coordinator's own part: router network, task embeddings and the place in the data, restored and copied.</summary>
public sealed partial class CoordinatorActor
{
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(10);

    private void RestoreOwn(CoordinatorEffect.RestoreOwn restore)
    {
        switch (restore.Source)
        {
            case StateSource.Own:
                var (resting, voided) = (state.RestingUntil.ToDictionary(), state.VoidedInARow);
                OnLane(FailureKind.Routes, "going on", () => new CoordinatorInput.OwnRestored(restore.Epoch, restore.Step, resting,
                    voided));
                break;
            case StateSource.Snapshot:
                ((IActorRef)restore.Keeper!).Ask<NodeEvents.Given>(new NodeCommands.Give(CoordinatorState.OwnPart, restore.Step),
                    SnapshotPatience)
                    .PipeTo(Self, success: given => new OwnGiven(restore, given, null), failure: failure => new OwnGiven(restore, null,
                        failure.Message));
                break;
            case StateSource.Checkpoint:
                OnLane(FailureKind.Routes, "going on from a checkpoint", () =>
                {
                    Anew(fromFiles: false);
                    var checkpoints = services.Node.Checkpoints;
                    return Restored(restore, planner.Load(checkpoints, checkpoints.At(restore.Step)));
                });
                break;
            case StateSource.Initial:
                OnLane(FailureKind.Routes, "making the router network", () =>
                {
                    Anew(fromFiles: true);
                    return new CoordinatorInput.OwnRestored(restore.Epoch, restore.Step, new Dictionary<int, long>(), 0);
                });
                break;
        }
    }

    private void ReceiveOwn()
    {
        Receive<OwnGiven>(answer =>
        {
            if (!IsAwaited(answer.Restore)) return;
            if (answer.Given is not { State: { } kept, Text: { } text })
            {
                CarryOut(state.On(new CoordinatorInput.OwnNotRestored(
                    answer.Restore.Epoch, answer.Failure ?? $"no snapshot of step {answer.Restore.Step} is kept")));
                return;
            }
            Fetched(kept).PipeTo(Self, success: _ => new OwnFetched(answer.Restore, kept, text),
                failure: failure => new OwnGiven(answer.Restore, null, failure.Message));
        });
        Receive<OwnFetched>(fetched =>
        {
            // Asked for more than once, it may come when the run has gone on: it must not go back then.
            if (!IsAwaited(fetched.Restore))
            {
                foreach (var handle in fetched.State.Handles) handle.Local?.Dispose();
                return;
            }
            own.Do(
                () =>
                {
                    if (router is null) Anew(fromFiles: false);
                    return Restored(fetched.Restore, planner.Take(services.Node.Channel, fetched.State, fetched.Text));
                },
                failure => new CoordinatorInput.OwnNotRestored(fetched.Restore.Epoch, failure.Message));
        });
    }

    private bool IsAwaited(CoordinatorEffect.RestoreOwn restore) => restore.Epoch == state.Epoch && state.Phase == RunPhase.Restoring;

    private void SnapshotOwn(CoordinatorEffect.SnapshotOwn snapshot)
    {
        var (self, resting, voided) = (Self, state.RestingUntil.ToDictionary(), state.VoidedInARow);
        OnLane(FailureKind.Routes, "copying the router network", () =>
        {
            var text = planner.Text(resting, voided);
            foreach (var keeper in snapshot.Keepers)
            {
                ((IActorRef)keeper).Tell(new NodeCommands.Keep(
                    CoordinatorState.OwnPart, snapshot.Epoch, snapshot.Step, planner.Offer(services.Node.Channel), text), self);
            }
            return new Done();
        });
    }

    private async Task<bool> Fetched(OfferedState kept)
    {
        foreach (var handle in kept.Handles) await services.Node.Channel.Fetch(handle);
        return true;
    }

    // Runs on a lane, as everything that touches the router network.
    private void Anew(bool fromFiles)
    {
        planner?.Dispose();
        router?.Dispose();
        router = RunRouter.Make(services.Node.Settings, [.. services.Data.Tasks.Select(task => task.Task.Name)],
            services.Node.Lanes.Device, fromFiles);
        planner = new RoutePlanner(services.Node.Settings, services.Data, router.Router);
    }

    private static CoordinatorInput.OwnRestored Restored(CoordinatorEffect.RestoreOwn restore, CoordinatorSnapshot snapshot) =>
        new(restore.Epoch, restore.Step, snapshot.RestingUntil, snapshot.VoidedInARow);

    private sealed record OwnGiven(CoordinatorEffect.RestoreOwn Restore, NodeEvents.Given? Given, string? Failure);

    private sealed record OwnFetched(CoordinatorEffect.RestoreOwn Restore, OfferedState State, string Text);
}
