using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>
/// The file <c>gym.json</c>: what the builder knows and CrossFit's layout has no place for. One entry a task, and the
/// packages the rows came from with version, licence and hash.
/// </summary>
public static class GymManifest
{
    /// <summary>File name in a gym folder.</summary>
    public const string FileName = "gym.json";

    /// <summary>Version of the file's shape.</summary>
    public const int Format = 1;

    /// <summary>Reads the task entries.</summary>
    /// <exception cref="DataException">
    /// The file is malformed, of a newer format, or names an unknown metric.
    /// </exception>
    public static IReadOnlyList<TaskDescription> ReadDescriptions(string file)
    {
        using JsonDocument document = GymJson.Parse(file);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("tasks", out JsonElement tasks)
            || tasks.ValueKind != JsonValueKind.Array)
            throw new DataException($"{file}: the list `tasks` is missing. Build the gym again.");
        if (root.TryGetProperty("format", out JsonElement format) && format.GetInt32() > Format)
            throw new DataException(
                $"{file}: format {format.GetInt32()}, but this program reads up to {Format}. Use a newer program or " +
                "build the gym again.");
        return [.. tasks.EnumerateArray().Select(task => ReadTask(task, file))];
    }

    /// <summary>Writes tasks and packages.</summary>
    internal static void Write(
        string file, IReadOnlyList<ManifestTask> tasks, IReadOnlyList<ManifestPackage> packages) =>
        GymJson.Write(file, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteStartArray("tasks");
            foreach (ManifestTask task in tasks)
                WriteTask(writer, task);
            writer.WriteEndArray();
            writer.WriteStartArray("packages");
            foreach (ManifestPackage package in packages)
                WritePackage(writer, package);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static TaskDescription ReadTask(JsonElement task, string file)
    {
        string name = Text("name");
        string metric = Text("metric");
        if (name.Length == 0)
            throw new DataException($"{file}: a task entry has no `name`. Build the gym again.");
        if (!MetricNames.All.Contains(metric))
            throw new DataException(
                $"{file}: task `{name}` has the metric `{metric}`, expected one of " +
                $"{string.Join(", ", MetricNames.All)}. Mend the entry.");
        bool classification =
            task.TryGetProperty("classification", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        return new TaskDescription(
            name, Text("category"), Text("sub_category"), metric, classification,
            Text("source"), Text("licence"), Text("template"));

        string Text(string member) =>
            task.ValueKind == JsonValueKind.Object && task.TryGetProperty(member, out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    private static void WriteTask(Utf8JsonWriter writer, ManifestTask task)
    {
        TaskDescription description = task.Description;
        writer.WriteStartObject();
        writer.WriteString("name", description.Name);
        writer.WriteString("category", description.Category);
        writer.WriteString("sub_category", description.SubCategory);
        writer.WriteString("metric", description.Metric);
        writer.WriteBoolean("classification", description.Classification);
        writer.WriteString("template", description.Template);
        writer.WriteString("source", description.Source);
        writer.WriteString("licence", description.Licence);
        writer.WriteNumber("rows", task.Rows);
        writer.WriteNumber("distinct_outputs", task.DistinctOutputs);
        writer.WriteNumber("train", task.Train);
        writer.WriteNumber("dev", task.Dev);
        writer.WriteNumber("test", task.Test);
        writer.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter writer, ManifestPackage package)
    {
        writer.WriteStartObject();
        writer.WriteString("client", package.Client);
        writer.WriteString("name", package.Name);
        writer.WriteString("version", package.Version);
        writer.WriteString("pinned_version", package.PinnedVersion);
        writer.WriteString("licence", package.Licence);
        writer.WriteString("sha256", package.Sha256);
        writer.WriteNumber("bytes", package.Bytes);
        writer.WriteEndObject();
    }
}

/// <summary>One task's entry: its description, rows available, and rows of the full split.</summary>
internal sealed record ManifestTask(
    TaskDescription Description, int Rows, int DistinctOutputs, int Train, int Dev, int Test);

/// <summary>One package's entry.</summary>
internal sealed record ManifestPackage(
    string Client, string Name, string Version, string PinnedVersion, string Licence, string Sha256, long Bytes);
