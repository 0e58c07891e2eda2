using Moe.Model;

namespace Moe.Actors.Messages;

/// <summary>What a node of the run can do, as it says itself.</summary>
/// <param name="Address">Its address, unique among the nodes of the run.</param>
/// <param name="Roles">Which of expert, router and coordinator it takes on.</param>
/// <param name="MemoryBytes">Memory its experts may use, in bytes.</param>
/// <param name="Speed">Speed of its devices relative to one processor core; 1 when not measured.</param>
/// <param name="DataAddress">Where its data plane listens; empty without one.</param>
public sealed record NodeDescription(
    string Address, IReadOnlyList<string> Roles, long MemoryBytes, double Speed, string DataAddress = "")
{
    /// <summary>Whether experts may live there.</summary>
    public bool HoldsExperts => Roles.Contains("expert");

    /// <summary>Whether a person means this node by a name: its address, or the HOST:PORT at its end.</summary>
    public bool IsCalled(string name) => IsCalled(Address, name);

    /// <summary>The same of a node that is known by its address alone.</summary>
    public static bool IsCalled(string address, string name) => address == name || address.EndsWith($"@{name}", StringComparison.Ordinal);
}

/// <summary>What the agent of a node is told.</summary>
public static class NodeCommands
{
    /// <summary>
    /// Where each expert is to live, by the address of its node, and which nodes are there; whichever node hands out shards goes by it.
    /// </summary>
    public sealed record Place(long Epoch, IReadOnlyDictionary<ExpertId, string> Nodes, IReadOnlyList<string> Present) : IRunMessage;

    /// <summary>Say which snapshots are kept here.</summary>
    public sealed record ListSnapshots(long Epoch) : IRunMessage;

    /// <summary>Keep a part's state before a step. Sent again, it is answered again.</summary>
    public sealed record Keep(string Part, long Epoch, long Step, OfferedState State, string? Text = null) : IRunMessage;

    /// <summary>
    /// These parts have not changed since step <paramref name="Since"/>: what is kept of them as their state before it is to be kept as
    /// that before <paramref name="Step"/> too. Each that is kept is answered as if it had come.
    /// </summary>
    public sealed record KeepAlso(long Epoch, long Since, long Step, IReadOnlyList<string> Parts) : IRunMessage;

    /// <summary>Hand out a kept part; answered with <see cref="NodeEvents.Given"/>.</summary>
    public sealed record Give(string Part, long Step) : IRunMessage;

    /// <summary>Drop every snapshot of a step other than these.</summary>
    public sealed record KeepOnly(long Epoch, IReadOnlyList<long> Steps) : IRunMessage;

    /// <summary>The node takes part in the run.</summary>
    public sealed record Welcome(long Epoch) : IRunMessage;

    /// <summary>The node's run is another one: it must not take part.</summary>
    public sealed record Refuse(string Reason) : IRunMessage;

    /// <summary>Ask to be emptied, and leave then.</summary>
    public sealed record Leave : IRunMessage;

    /// <summary>Nothing of the run lives here any more: the node may leave.</summary>
    public sealed record Released : IRunMessage;

    /// <summary>The run is over.</summary>
    public sealed record RunOver(RunEnd End, long Steps, string? Failure) : IRunMessage;
}

/// <summary>What the agent of a node says.</summary>
public static class NodeEvents
{
    /// <summary>
    /// The node is there, with the hash of its run settings and their text; said again and again, so that a new coordinator hears
    /// it. <paramref name="Leaving"/>: it asks to be emptied. <paramref name="Epoch"/>: the newest that it has heard of, -1 when it has
    /// just started. <paramref name="Experts"/>: those that live there.
    /// </summary>
    public sealed record Present(
        NodeDescription Node, string RunHash, string RunText, bool Leaving, long Epoch, IReadOnlyList<ExpertId> Experts) : IRunMessage;

    /// <summary>The snapshots a node keeps: part and step.</summary>
    public sealed record Snapshots(string Node, long Epoch, IReadOnlyList<KeptPart> Parts) : IRunMessage;

    /// <summary>A part's state before a step is kept at a node.</summary>
    public sealed record Kept(string Node, string Part, long Epoch, long Step) : IRunMessage;

    /// <summary>A kept part, or null when it is not here.</summary>
    public sealed record Given(string Part, long Step, OfferedState? State, string? Text) : IRunMessage;
}

/// <summary>A snapshot: which part, before which step.</summary>
public readonly record struct KeptPart(string Part, long Step);
