using System.Globalization;
using Moe.Actors.Messages;

namespace Moe.Actors.Expert;

/// <summary>What an expert's answers come to in plain words, for its log; answers of single operations are too many to say.</summary>
internal static class ExpertNotes
{
    /// <summary>The words for an answer; null: none.</summary>
    public static string? Of(object answer) => answer switch
    {
        ExpertEvents.Ready ready => Text($"epoch {ready.Epoch}: here{(ready.Version is { } version ? $", with version {version}" : "")}"),
        ExpertEvents.Restored restored => Text($"epoch {restored.Epoch}: holds the state after {restored.Step} steps"),
        ExpertEvents.NotRestored failed => Text($"epoch {failed.Epoch}: no state after {failed.Step} steps: {failed.Reason}"),
        ExpertEvents.Failed failed => Text($"{failed.Key}: {failed.Operation} failed: {failed.Reason}"),
        ExpertEvents.Prepared prepared => Text($"step {prepared.Step}: gradient norm {Math.Sqrt(prepared.SquaredNorm):G4}"),
        ExpertEvents.Committed committed => Text($"step {committed.Step}: now version {committed.Version}"),
        ExpertEvents.PartSaved saved => Text($"step {saved.Step}: checkpoint part written"),
        ExpertEvents.StateOffered offered => Text($"step {offered.Step}: gives its state{(offered.For is { } to ? $" to {to}" : "")}"),
        ExpertEvents.StateTaken taken => Text($"step {taken.Step}: took a sibling's state"),
        ExpertEvents.Broken broken => Text($"step {broken.Step}: {broken.During} failed: {broken.Cause.Message}"),
        _ => null,
    };

    private static string Text(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
