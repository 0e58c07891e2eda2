using System.Text.Json;
using Moe.Curriculum.Batches;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>What the coordinator needs, beside tensors, to go on exactly where it was: its place in the data and who rests.</summary>
public sealed record CoordinatorSnapshot(
    long Drawn, long[] DrawnByTask, SortedDictionary<int, long> RestingUntil, IReadOnlyList<ExampleReference[]> Ahead)
{
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
