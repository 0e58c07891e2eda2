using System.Text.Json;
using Moe.Actors.Growth;
using Moe.Curriculum.Batches;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>What the coordinator needs, beside tensors, to go on exactly where it was: its place in the data and who rests.</summary>
public sealed record CoordinatorSnapshot(
    long Drawn, long[] DrawnByTask, SortedDictionary<int, long> RestingUntil, IReadOnlyList<ExampleReference[]> Ahead)
{
    /// <summary>Steps in a row that were voided just before.</summary>
    public int VoidedInARow { get; init; }

    /// <summary>Updates behind router network and task embeddings; a checkpoint's parts hold them themselves.</summary>
    public IReadOnlyList<long> Updates { get; init; } = [];

    /// <summary>Which experts are on; null: those of the run's beginning.</summary>
    public RosterSnapshot? Roster { get; init; }

    /// <summary>As JSON text.</summary>
    public static string Write(CoordinatorSnapshot snapshot) => JsonSerializer.Serialize(snapshot);

    /// <summary>From JSON text.</summary>
    /// <exception cref="CheckpointException">The text is not a snapshot.</exception>
    public static CoordinatorSnapshot Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<CoordinatorSnapshot>(text) ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw new CheckpointException(
                $"The checkpoint's coordinator state is not readable: {failure.Message} Use an older checkpoint.", failure);
        }
    }
}
