using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moe.Actors.Ports;
using Moe.Model.Failures;

namespace Moe.Cluster.Checkpoints;

/// <summary>
/// manifest.json: the parts with size and hash, the step, the run's hash, a hash of each task's files, the coordinator's
/// state, and a hash over all of that. A file is taken only when writing what was read gives the same bytes, so no byte of
/// it can be damaged unseen.
/// </summary>
internal static class ManifestFile
{
    private const int Format = 1;
    private const string GymKey = "gym";
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(CheckpointManifest manifest) =>
        Write(manifest, Convert.ToHexStringLower(SHA256.HashData(Write(manifest, ""))));

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">It is damaged or of another format.</exception>
    public static CheckpointManifest Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        CheckpointManifest manifest;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            manifest = Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            throw Damaged(path, failure.Message);
        }
        return Write(manifest).AsSpan().SequenceEqual(bytes)
            ? manifest
            : throw Damaged(path, "its own hash does not fit its content.");
    }

    private static CheckpointManifest Read(JsonElement root)
    {
        if (root.GetProperty("format").GetInt32() != Format)
            throw new FormatException($"its format is {root.GetProperty("format")}, expected {Format}.");
        return new CheckpointManifest(
            root.GetProperty("step").GetInt64(),
            Text(root, "run_hash"),
            [.. root.GetProperty("parts").EnumerateArray().Select(part => new PartRecord(
                Text(part, "file"), part.GetProperty("bytes").GetInt64(), Text(part, "sha256")))],
            Text(root, "coordinator_state"))
        {
            Gym = root.TryGetProperty(GymKey, out var gym)
                ? gym.EnumerateObject().ToDictionary(task => task.Name, task => Text(gym, task.Name))
                : [],
        };
    }

    private static string Text(JsonElement element, string key) =>
        element.GetProperty(key).GetString() ?? throw new FormatException($"{key} is null.");

    private static CheckpointException Damaged(string path, string why) =>
        new($"{path} is damaged: {why.ReplaceLineEndings(" ")}");

    private static byte[] Write(CheckpointManifest manifest, string hash)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteNumber("step", manifest.Step);
            writer.WriteString("run_hash", manifest.RunHash);
            writer.WriteStartArray("parts");
            foreach (var part in manifest.Parts)
            {
                writer.WriteStartObject();
                writer.WriteString("file", part.File);
                writer.WriteNumber("bytes", part.Bytes);
                writer.WriteString("sha256", part.Sha256);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            // Checkpoints of runs without a gym, and of versions that did not look, have none.
            if (manifest.Gym.Count > 0) WriteGym(writer, manifest.Gym);
            writer.WriteString("coordinator_state", manifest.CoordinatorState);
            writer.WriteString("sha256", hash);
            writer.WriteEndObject();
        }
        bytes.Write(Encoding.UTF8.GetBytes("\n"));
        return bytes.ToArray();
    }

    private static void WriteGym(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> gym)
    {
        writer.WriteStartObject(GymKey);
        foreach (var (task, hash) in gym.OrderBy(task => task.Key, StringComparer.Ordinal)) writer.WriteString(task, hash);
        writer.WriteEndObject();
    }
}
