using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>Name of a block that a node keeps for another, such as a snapshot of an expert.</summary>
/// <param name="Kind">What sort of state: "snapshot", "move".</param>
/// <param name="Owner">Whose: "encoder.0.1".</param>
/// <param name="Version">Which version of it, from 0.</param>
internal sealed record BlockName(string Kind, string Owner, long Version)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Owner}/{Version}";

    internal void Write(PayloadWriter payload) => payload.Text(Kind).Text(Owner).Number(Version);

    internal static BlockName Read(ref PayloadReader payload) => new(payload.Text(), payload.Text(), payload.Number());
}
