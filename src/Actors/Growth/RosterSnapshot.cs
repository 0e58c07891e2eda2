namespace Moe.Actors.Growth;

/// <summary>Which experts are off, and how much each was used, as a checkpoint keeps it.</summary>
/// <param name="Off">Names of the experts that are off.</param>
/// <param name="Use">Rows by layer and expert: <see cref="ExpertUse.Rows_LE"/>.</param>
public sealed record RosterSnapshot(IReadOnlyList<string> Off, IReadOnlyList<double> Use);
