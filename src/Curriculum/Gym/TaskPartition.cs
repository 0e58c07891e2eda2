using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>
/// Which tasks are trained on, which choose settings, which stay unseen: CrossFit's split JSON with the lists
/// <c>train</c>, <c>dev</c>, <c>test</c> and sometimes <c>all</c>.
/// </summary>
/// <param name="Name">File name without extension, for example <c>random</c>.</param>
/// <param name="Train">Tasks seen in training.</param>
/// <param name="Dev">Unseen tasks to choose settings by.</param>
/// <param name="Test">Unseen tasks to report on.</param>
public sealed record TaskPartition(
    string Name, IReadOnlyList<string> Train, IReadOnlyList<string> Dev, IReadOnlyList<string> Test)
{
    /// <summary>Folder of partitions in a gym folder.</summary>
    public const string FolderName = "splits";

    /// <summary>Every task of the partition, train first.</summary>
    public IEnumerable<string> All => [.. Train, .. Dev, .. Test];

    /// <summary>Reads a split JSON; a missing list is an empty one.</summary>
    /// <exception cref="DataException">
    /// The file is missing, is not JSON, or a list holds something else than names.
    /// </exception>
    public static TaskPartition Read(string file)
    {
        using JsonDocument document = GymJson.Parse(file);
        Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal);
        foreach (JsonProperty list in GymJson.Members(document.RootElement, file, "the split"))
            if (list.Name is "train" or "dev" or "test")
                lists[list.Name] = GymJson.Names(list.Value, file, list.Name);
        if (lists.Count == 0)
            throw new DataException(
                $"{file}: none of the lists `train`, `dev`, `test` is there. Expected a JSON object with those " +
                "lists " +
                "of task names.");
        return new TaskPartition(
            Path.GetFileNameWithoutExtension(file),
            lists.GetValueOrDefault("train", []),
            lists.GetValueOrDefault("dev", []),
            lists.GetValueOrDefault("test", []));
    }

    /// <summary>Writes the JSON that <see cref="Read"/> reads, with <c>all</c> sorted.</summary>
    public void Write(string file) => GymJson.Write(file, writer =>
    {
        writer.WriteStartObject();
        GymJson.WriteNames(writer, "train", Train);
        GymJson.WriteNames(writer, "dev", Dev);
        GymJson.WriteNames(writer, "test", Test);
        GymJson.WriteNames(writer, "all", [.. All.Order(StringComparer.Ordinal)]);
        writer.WriteEndObject();
    });
}
