using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>Where experts are to live, as far as there is room for them.</summary>
public sealed partial class CoordinatorState
{
    private string? shortfallNoted;

    // No seats: the nodes that stay have no room for all experts. That is no end: nodes may come. Each reason is noted once.
    private (IReadOnlyDictionary<ExpertId, string>? Seats, CoordinatorEffect[] Notes) PlaceIfRoom(
        IReadOnlyDictionary<ExpertId, string> current)
    {
        var (seats, shortfall) = Planned(Staying(), current, Pins());
        CoordinatorEffect[] notes = shortfall is null || shortfall == shortfallNoted
            ? []
            : [new CoordinatorEffect.Note("not_placed", Step, new Dictionary<string, object?> { ["reason"] = shortfall })];
        shortfallNoted = shortfall;
        return (seats, notes);
    }

    // Placing is tried again when the next node comes, and at a tick every now and then; unless none can come, or nobody wants it.
    private IReadOnlyList<CoordinatorEffect> EndWithoutRoom() =>
        stopping ? End(new RunOutcome(RunEnd.Stopped, durable ?? 0))
        : office.IsAlone ? Fail(FailureKind.ExpertStart, "placing experts", new EnvironmentException(shortfallNoted!))
        : [];

    private string? WhyNotPlaced(IReadOnlyList<NodeDescription> hosts, IReadOnlyDictionary<ExpertId, string> pins) =>
        Planned(hosts, Places(), pins).Shortfall;

    private (IReadOnlyDictionary<ExpertId, string>? Seats, string? Shortfall) Planned(
        IReadOnlyList<NodeDescription> hosts, IReadOnlyDictionary<ExpertId, string> current, IReadOnlyDictionary<ExpertId, string> pins)
    {
        try
        {
            return (office.Placing(hosts, current, pins, measured.Newest), null);
        }
        catch (EnvironmentException shortfall)
        {
            return (null, shortfall.Message);
        }
    }
}
