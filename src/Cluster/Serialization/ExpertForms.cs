using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of what experts are told and tell.</summary>
internal static class ExpertForms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MessageForm> All { get; } =
    [
        MessageForm.Of<ExpertCommands.Announce>("expert.announce", 2,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch),
            (ref r) => new(r.Expert(), r.Long())),
        MessageForm.Of<ExpertCommands.Restore>("expert.restore", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add((long)m.Source).AddActor(m.Keeper),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Choice<StateSource>(), r.OptionalActor())),
        MessageForm.Of<ExpertCommands.Compute>("expert.compute", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Key).Add(m.After).Add(m.Operation, OperationForms.Write).Add(m.Trace),
            (ref r) => new(r.Expert(), r.Key(), r.Int(), OperationForms.Read(ref r), r.OptionalText())),
        MessageForm.Of<ExpertCommands.Prepare>("expert.prepare", 7, Write, ReadPrepare),
        MessageForm.Of<ExpertCommands.TakeGradient>("expert.take-gradient", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Share).Add(m.Gradient, exact: true),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.OptionalExpert(), r.Tensor())),
        MessageForm.Of<ExpertCommands.Commit>("expert.commit", 7,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Apply).Add(m.Clip).Add(m.Rate).Add(m.Trace),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Flag(), r.Double(), r.Double(), r.OptionalText())),
        MessageForm.Of<ExpertCommands.Snapshot>("expert.snapshot", 4,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).AddAll(m.Keepers, (ref w, keeper) => w.AddActor(keeper)),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.All<object>((ref r) => r.Actor()))),
        MessageForm.Of<ExpertCommands.SavePart>("expert.save-part", 3,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step),
            (ref r) => new(r.Expert(), r.Long(), r.Long())),
        MessageForm.Of<ExpertCommands.OfferState>("expert.offer-state", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Whole).Add(m.For),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Flag(), r.OptionalExpert())),
        MessageForm.Of<ExpertCommands.TakeState>("expert.take-state", 6,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.State, StateForms.Write).Add(m.Noise).Add(m.Share),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), StateForms.Read(ref r), r.Double(), r.Double())),
        MessageForm.Of<ExpertEvents.Ready>("expert.ready", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Node).Add(m.Incarnation).Add(m.Version),
            (ref r) => new(r.Expert(), r.Long(), r.Text(), r.Long(), r.OptionalLong())),
        MessageForm.Of<ExpertEvents.Restored>("expert.restored", 3,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step),
            (ref r) => new(r.Expert(), r.Long(), r.Long())),
        MessageForm.Of<ExpertEvents.NotRestored>("expert.not-restored", 4,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Reason),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Text())),
        MessageForm.Of<ExpertEvents.Computed>("expert.computed", 4,
            (ref w, m) => w.Add(m.Expert).Add(m.Key).Add(m.Operation).Add(m.Result, ResultForms.Write),
            (ref r) => new(r.Expert(), r.Key(), r.Text(), ResultForms.Read(ref r))),
        MessageForm.Of<ExpertEvents.Failed>("expert.failed", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Key).Add(m.Operation).Add(m.Reason).Add(m.Lost),
            (ref r) => new(r.Expert(), r.Key(), r.Text(), r.Text(), r.Flag())),
        MessageForm.Of<ExpertEvents.Prepared>("expert.prepared", 4,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.SquaredNorm),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Double())),
        MessageForm.Of<ExpertEvents.Committed>("expert.committed", 4,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Version),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Long())),
        MessageForm.Of<ExpertEvents.PartSaved>("expert.part-saved", 6,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.Part.File).Add(m.Part.Bytes).Add(m.Part.Sha256),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), new PartRecord(r.Text(), r.Long(), r.Text()))),
        MessageForm.Of<ExpertEvents.StateOffered>("expert.state-offered", 5,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.State, StateForms.Write).Add(m.For),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), StateForms.Read(ref r), r.OptionalExpert())),
        MessageForm.Of<ExpertEvents.StateTaken>("expert.state-taken", 3,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step),
            (ref r) => new(r.Expert(), r.Long(), r.Long())),
        MessageForm.Of<ExpertEvents.Broken>("expert.broken", 6,
            (ref w, m) => w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add((long)m.Kind).Add(m.During).Add(m.Cause, FailureForms.Write),
            (ref r) => new(r.Expert(), r.Long(), r.Long(), r.Choice<FailureKind>(), r.Text(), FailureForms.Read(ref r))),
    ];

    private static void Write(ref MessageWriter w, ExpertCommands.Prepare m)
    {
        w.Add(m.Expert).Add(m.Epoch).Add(m.Step).Add(m.MicroBatches);
        if (m.Siblings is { } siblings) w.AddAll(siblings, (ref w, weights) => w.Add(weights, exact: true));
        else w.Nil();
        if (m.Group is { } group) Write(ref w, group);
        else w.Nil();
        w.Add(m.Trace);
    }

    private static void Write(ref MessageWriter w, ReplicaGroup group) => w.Parts(3).Add(group.Lead)
        .AddAll(group.Shares, (ref w, share) => w.Parts(3).Add(share.Replica).Add(share.MicroBatches).Add(share.At))
        .AddAll(group.Actors, (ref w, pair) => w.Parts(2).Add(pair.Key).AddActor(pair.Value));

    private static ExpertCommands.Prepare ReadPrepare(ref MessageReader r) => new(
        r.Expert(), r.Long(), r.Long(), r.Int(), r.IsNil() ? null : r.All((ref r) => r.Tensor()), r.IsNil() ? null : ReadGroup(ref r),
        r.OptionalText());

    private static ReplicaGroup ReadGroup(ref MessageReader r)
    {
        r.Parts(3);
        return new ReplicaGroup(r.Expert(), r.All(ReadShare), r.ByExpert<object>((ref r) => r.Actor()));
    }

    private static GradientShare ReadShare(ref MessageReader r)
    {
        r.Parts(3);
        return new GradientShare(r.Expert(), r.Int(), r.Expert());
    }
}
