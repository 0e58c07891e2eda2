using Moe.Actors.Messages;
using Moe.Actors.Supervision;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of what the coordinator is told from other nodes.</summary>
internal static class CoordinatorForms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MessageForm> All { get; } =
    [
        MessageForm.Of<CoordinatorCommands.Stop>("coordinator.stop", 0,
            (ref _, _) => { },
            (ref _) => new()),
        MessageForm.Of<CoordinatorCommands.Operate>("coordinator.operate", 4,
            (ref w, m) => w.Add(m.Operation, RunOperationForms.Write).Add(m.Who).Add(m.Why).Add(m.Key),
            (ref r) => new(RunOperationForms.Read(ref r), r.Text(), r.Text(), r.Text())),
        MessageForm.Of<CoordinatorEvents.Decided>("coordinator.decided", 3,
            (ref w, m) => w.Add(m.Id).Add(m.Step).Add(m.Refusal),
            (ref r) => new(r.Long(), r.Long(), r.OptionalText())),
        MessageForm.Of<CoordinatorInput.Broke>("coordinator.broke", 3,
            (ref w, m) => w.Add((long)m.Kind).Add(m.During).Add(m.Cause, FailureForms.Write),
            (ref r) => new(r.Choice<FailureKind>(), r.Text(), FailureForms.Read(ref r))),
    ];
}
