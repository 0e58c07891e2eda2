namespace Moe.Actors.Simulation.Invariants;

/// <summary>
/// A checkpoint is whole or absent: whenever its manifest can be read, every part the manifest names can be, with the bytes
/// that were written, and what is loaded is whole.
/// </summary>
public sealed class WholeCheckpoints
{
    private const string Name = "a checkpoint whole or absent";

    /// <summary>Manifests that were checked.</summary>
    public long Checked { get; private set; }

    /// <summary>A manifest is there.</summary>
    /// <param name="checkpoint">Which checkpoint, for the message.</param>
    /// <param name="parts">Hash by part as the manifest has it.</param>
    /// <param name="hashOf">Hash of a part as it can be read now; null when it cannot.</param>
    public void ManifestIsThere(string checkpoint, IReadOnlyDictionary<string, ulong> parts, Func<string, ulong?> hashOf)
    {
        Checked++;
        foreach (var (part, expected) in parts)
        {
            var found = hashOf(part);
            if (found == expected) continue;
            throw new InvariantBrokenException(Name,
                $"the manifest of {checkpoint} names part {part}, which is {(found is null ? "not there" : "damaged")}");
        }
    }
}
