using Moe.Actors;
using Moe.Actors.Messages;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of what the agents of nodes are told and tell.</summary>
internal static class NodeForms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MessageForm> All { get; } =
    [
        MessageForm.Of<NodeCommands.Place>("node.place", 3,
            (ref w, m) => w.Add(m.Epoch).AddAll(m.Nodes, (ref w, pair) => w.Parts(2).Add(pair.Key).Add(pair.Value))
                .AddAll(m.Present, (ref w, node) => w.Add(node)),
            (ref r) => new(r.Long(), r.ByExpert<string>((ref r) => r.Text()), r.All((ref r) => r.Text()))),
        MessageForm.Of<NodeCommands.ListSnapshots>("node.list-snapshots", 1,
            (ref w, m) => w.Add(m.Epoch),
            (ref r) => new(r.Long())),
        MessageForm.Of<NodeCommands.Keep>("node.keep", 5,
            (ref w, m) => w.Add(m.Part).Add(m.Epoch).Add(m.Step).Add(m.State, StateForms.Write).Add(m.Text),
            (ref r) => new(r.Text(), r.Long(), r.Long(), StateForms.Read(ref r), r.OptionalText())),
        MessageForm.Of<NodeCommands.KeepAlso>("node.keep-also", 4,
            (ref w, m) => w.Add(m.Epoch).Add(m.Since).Add(m.Step).AddAll(m.Parts, (ref w, part) => w.Add(part)),
            (ref r) => new(r.Long(), r.Long(), r.Long(), r.All((ref r) => r.Text()))),
        MessageForm.Of<NodeCommands.Give>("node.give", 2,
            (ref w, m) => w.Add(m.Part).Add(m.Step),
            (ref r) => new(r.Text(), r.Long())),
        MessageForm.Of<NodeCommands.KeepOnly>("node.keep-only", 2,
            (ref w, m) => w.Add(m.Epoch).AddSmall([.. m.Steps]),
            (ref r) => new(r.Long(), r.Small())),
        MessageForm.Of<NodeCommands.Welcome>("node.welcome", 1,
            (ref w, m) => w.Add(m.Epoch),
            (ref r) => new(r.Long())),
        MessageForm.Of<NodeCommands.Refuse>("node.refuse", 1,
            (ref w, m) => w.Add(m.Reason),
            (ref r) => new(r.Text())),
        MessageForm.Of<NodeCommands.Leave>("node.leave", 0,
            (ref _, _) => { },
            (ref _) => new()),
        MessageForm.Of<NodeCommands.Released>("node.released", 0,
            (ref _, _) => { },
            (ref _) => new()),
        MessageForm.Of<NodeCommands.RunOver>("node.run-over", 3,
            (ref w, m) => w.Add((long)m.End).Add(m.Steps).Add(m.Failure),
            (ref r) => new(r.Choice<RunEnd>(), r.Long(), r.OptionalText())),
        MessageForm.Of<NodeEvents.Present>("node.present", 10, WritePresent, ReadPresent),
        MessageForm.Of<NodeEvents.Snapshots>("node.snapshots", 3,
            (ref w, m) => w.Add(m.Node).Add(m.Epoch).AddAll(m.Parts, (ref w, kept) => w.Parts(2).Add(kept.Part).Add(kept.Step)),
            (ref r) => new(r.Text(), r.Long(), r.All(ReadKept))),
        MessageForm.Of<NodeEvents.Kept>("node.kept", 4,
            (ref w, m) => w.Add(m.Node).Add(m.Part).Add(m.Epoch).Add(m.Step),
            (ref r) => new(r.Text(), r.Text(), r.Long(), r.Long())),
        MessageForm.Of<NodeEvents.Given>("node.given", 4, WriteGiven, ReadGiven),
    ];

    private static KeptPart ReadKept(ref MessageReader r)
    {
        r.Parts(2);
        return new KeptPart(r.Text(), r.Long());
    }

    private static void WritePresent(ref MessageWriter w, NodeEvents.Present m) => w
        .Add(m.Node.Address).AddAll(m.Node.Roles, (ref w, role) => w.Add(role)).Add(m.Node.MemoryBytes).Add(m.Node.Speed)
        .Add(m.Node.DataAddress).Add(m.RunHash).Add(m.RunText).Add(m.Leaving).Add(m.Epoch)
        .AddAll(m.Experts, (ref w, expert) => w.Add(expert));

    private static NodeEvents.Present ReadPresent(ref MessageReader r) => new(
        new NodeDescription(r.Text(), r.All((ref r) => r.Text()), r.Long(), r.Double(), r.Text()), r.Text(), r.Text(), r.Flag(), r.Long(),
        r.All((ref r) => r.Expert()));

    private static void WriteGiven(ref MessageWriter w, NodeEvents.Given m)
    {
        w.Add(m.Part).Add(m.Step);
        if (m.State is { } state) StateForms.Write(ref w, state);
        else w.Nil();
        w.Add(m.Text);
    }

    private static NodeEvents.Given ReadGiven(ref MessageReader r) => new(
        r.Text(), r.Long(), r.IsNil() ? null : StateForms.Read(ref r), r.OptionalText());
}
