using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Supervision;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>The coordinator's own part: router network, task embeddings and the place in the data, restored and copied.</summary>
public sealed partial class CoordinatorActor
{
    private void RestoreOwn(CoordinatorEffect.RestoreOwn restore)
    {
        switch (restore.Source)
        {
            case StateSource.Own:
                var (resting, voided, roster) = (state.RestingUntil.ToDictionary(), state.VoidedInARow, state.RosterSnapshot);
                OnLane(FailureKind.Routes, "going on", () =>
                {
                    planner.TakeBackDraw();
                    return new CoordinatorInput.OwnRestored(restore.Epoch, restore.Step, resting, voided) { Roster = roster };
                });
                break;
            case StateSource.Snapshot:
                KeptState.Fetch(restore.Keeper!, CoordinatorState.OwnPart, restore.Step, services.Node.Channel).PipeTo(Self,
                    success: kept => new OwnFetched(restore, kept.State, kept.Text!),
                    failure: failure => new CoordinatorInput.OwnNotRestored(restore.Epoch, failure.Message));
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
        Receive<CoordinatorInput.OwnNotRestored>(failed => CarryOut(state.On(failed)));
        Receive<OwnFetched>(fetched =>
        {
            // Asked for more than once, it may come when the run has gone on: it must not go back then.
            if (fetched.Restore.Epoch != state.Epoch || state.Phase != RunPhase.Restoring)
            {
                TensorHandle.Discard(fetched.State.Handles);
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

    private void SnapshotOwn(CoordinatorEffect.SnapshotOwn snapshot)
    {
        var (self, resting, voided) = (Self, state.RestingUntil.ToDictionary(), state.VoidedInARow);
        OnLane(FailureKind.Routes, "copying the router network", () =>
        {
            var text = planner.Text(resting, voided, snapshot.Roster);
            foreach (var keeper in snapshot.Keepers)
            {
                ((IActorRef)keeper).Tell(new NodeCommands.Keep(
                    CoordinatorState.OwnPart, snapshot.Epoch, snapshot.Step, planner.Offer(services.Node.Channel), text), self);
            }
            return new Done();
        });
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
        new(restore.Epoch, restore.Step, snapshot.RestingUntil, snapshot.VoidedInARow) { Roster = snapshot.Roster };

    private sealed record OwnFetched(CoordinatorEffect.RestoreOwn Restore, OfferedState State, string Text);
}
