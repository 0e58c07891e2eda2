using Akka.Actor;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;

namespace Moe.Actors.Expert;

/// <summary>Taking over the state of an epoch, and leaving copies of it with nodes.</summary>
public sealed partial class ExpertActor
{
    private void Load(ExpertCommands.Restore command)
    {
        if (command.Source == StateSource.Snapshot)
        {
            FetchSnapshot(command).PipeTo(Self, failure: failure => new ExpertInput.NotLoaded(failure.Message));
            return;
        }
        var self = Self;
        lanes.Post<object>(LaneUrgency.Forward, command.Step, 0, () =>
        {
            if (command.Source == StateSource.Initial)
            {
                parameters!.ResetMoments();
                services.Weights(weightsOf, parameters);
                parameters.WeightsChanged();
            }
            else
            {
                ExpertStore.Load(services.Checkpoints, services.Checkpoints.At(command.Step), weightsOf.ToString(), parameters!);
            }
            return new ExpertInput.Loaded(command.Step);
        }, self.Tell, failure => self.Tell(new Threw(FailureKind.ExpertStart, "taking over its state", failure)));
    }

    private async Task<object> FetchSnapshot(ExpertCommands.Restore command)
    {
        var (kept, _) = await KeptState.Fetch(command.Keeper!, weightsOf.ToString(), command.Step, services.Channel);
        return await lanes.Run<object>(LaneUrgency.Forward, () =>
        {
            ExpertStore.Take(services.Channel, kept, parameters!);
            return new ExpertInput.Loaded(command.Step);
        });
    }

    private void Copy(ExpertCommands.Snapshot command)
    {
        var self = Self;
        lanes.Post(LaneUrgency.Backward, command.Step, 0,
            () => ExpertStore.Offer(services.Channel, parameters!, command.Keepers.Count),
            copies =>
            {
                services.Faults?.Pass(FaultPoint.StateCopied);
                for (var i = 0; i < copies.Length; i++)
                {
                    ((IActorRef)command.Keepers[i]).Tell(
                        new NodeCommands.Keep(weightsOf.ToString(), command.Epoch, command.Step, copies[i]), self);
                }
                self.Tell(new ExpertInput.Copied(command.Step));
            },
            failure => self.Tell(new Threw(FailureKind.ExpertBuffers, "copying its state", failure)));
    }
}
