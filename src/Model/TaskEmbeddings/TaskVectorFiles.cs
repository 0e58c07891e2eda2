using System.Text.Encodings.Web;
using System.Text.Json;
using Moe.Model.Failures;
using Moe.Model.Weights;
using static TorchSharp.torch;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// Task vectors as the authors keep them (paper notes 2): a folder with id2task.json, an object from "0", "1", ... to
/// task names, and task_vecs.npy, an array [N, R].
/// </summary>
public static class TaskVectorFiles
{
    private const string NamesFile = "id2task.json", VectorsFile = "task_vecs.npy";
    private const int NamedTasks = 8;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a folder's two files, row by row as they are.</summary>
    /// <exception cref="WeightsException">A file is missing or malformed, or the two do not fit.</exception>
    public static TaskEmbeddingTable Load(string folder, bool isTrainable, Device device)
    {
        var (names, values, _) = Read(folder);
        return TaskEmbeddingTable.Of(names, values, isTrainable, device);
    }

    /// <summary>Reads the rows of some tasks, in their order; rows of other tasks are left out.</summary>
    /// <exception cref="WeightsException">As above, or the folder has no row of a task.</exception>
    public static TaskEmbeddingTable Load(string folder, IReadOnlyList<string> tasks, bool isTrainable, Device device)
    {
        var (names, values, width) = Read(folder);
        var missing = tasks.Except(names, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            throw new WeightsException(
                $"{Path.Combine(folder, NamesFile)}: of {tasks.Count} tasks {missing.Length} have no vector: "
                + $"{string.Join(", ", missing.Take(NamedTasks))}{(missing.Length > NamedTasks ? ", ..." : "")}. Expected a row "
                + $"for every task; the file has {names.Length}. Add their vectors, or take the tasks out of the split.");
        }
        var rows = new float[tasks.Count * width];
        for (var row = 0; row < tasks.Count; row++)
            values.AsSpan(Array.IndexOf(names, tasks[row]) * width, width).CopyTo(rows.AsSpan(row * width));
        return TaskEmbeddingTable.Of(tasks, rows, isTrainable, device);
    }

    /// <summary>Writes the two files into a folder, which is made if need be.</summary>
    /// <exception cref="EnvironmentException">They cannot be written.</exception>
    public static void Save(TaskEmbeddingTable table, string folder)
    {
        var names = Enumerable.Range(0, table.Names.Count).ToDictionary(id => $"{id}", id => table.Names[id]);
        var path = Path.Combine(folder, NamesFile);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, JsonSerializer.Serialize(names, Readable) + "\n");
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{path}: cannot be written: {failure.Message} Check free space and permissions.", failure);
        }
        NpyFile.Write(Path.Combine(folder, VectorsFile), table.ToArray(), table.Names.Count, table.Width);
    }

    private static (string[] Names, float[] Values_NR, int Width) Read(string folder)
    {
        var names = ReadNames(Path.Combine(folder, NamesFile));
        var path = Path.Combine(folder, VectorsFile);
        var vectors = NpyFile.Read(path);
        if (vectors.Shape is not [var rows, > 0] || rows != names.Length)
        {
            throw new WeightsException(
                $"{path}: an array [{string.Join(", ", vectors.Shape)}], expected [{names.Length}, width]: "
                + $"one row for each task of {NamesFile}. Take both files from the same folder.");
        }
        var values = vectors.ToSingles();
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
        {
            throw new WeightsException(
                $"{path}: the vector of task '{names[bad / vectors.Shape[1]]}' holds {values[bad]}. "
                + "Compute the vectors again.");
        }
        return (names, values, checked((int)vectors.Shape[1]));
    }

    private static string[] ReadNames(string path)
    {
        const string what = "a JSON object from \"0\", \"1\", ... to task names";
        var nameOfId = Parse(path, what);
        var names = new string[nameOfId.Count];
        for (var id = 0; id < names.Length; id++)
        {
            names[id] = nameOfId.TryGetValue($"{id}", out var name) && !string.IsNullOrEmpty(name)
                ? name
                : throw new WeightsException(
                    $"{path}: no task has the id \"{id}\", but the file has {names.Length} entries. "
                    + $"Expected {what}, without gaps.");
            if (Array.IndexOf(names, name, 0, id) is >= 0 and var first)
            {
                throw new WeightsException(
                    $"{path}: the task '{name}' has the ids {first} and {id}. Remove one, with its row of "
                    + $"{VectorsFile}.");
            }
        }
        return names.Length > 0 ? names : throw new WeightsException($"{path}: holds no task. Expected {what}.");
    }

    private static Dictionary<string, string> Parse(string path, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(FileBytes.Read(path, what, 64 << 20))
                ?? throw new WeightsException($"{path}: holds null. Expected {what}.");
        }
        catch (JsonException failure)
        {
            throw new WeightsException($"{path}: {failure.Message} Expected {what}.", failure);
        }
    }
}
