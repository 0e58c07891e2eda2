using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moe.Model.Failures;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// The representation of every task [N, R], by name: trainable or frozen (paper notes 2). When it is trained, every
/// row decays, also the rows of tasks that did not occur (paper notes 3.4).
/// </summary>
public sealed class TaskEmbeddingTable : IDisposable
{
    /// <summary>The one parameter's name.</summary>
    public const string ParameterName = "task_embedding";

    private readonly Dictionary<string, int> idOfName;

    /// <summary>A table of zeros on a device.</summary>
    /// <exception cref="ConfigurationException">
    /// There is no task, a name comes twice, or the width is not positive.
    /// </exception>
    public TaskEmbeddingTable(IReadOnlyList<string> names, int width, bool isTrainable, Device device)
    {
        if (names.Count == 0 || width < 1)
            throw new ConfigurationException(
                $"A task table of {names.Count} tasks and width {width}: both must be at least 1.");
        Names = [.. names];
        (Width, IsTrainable) = (width, isTrainable);
        idOfName = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var id = 0; id < names.Count; id++)
        {
            if (!idOfName.TryAdd(names[id], id))
                throw new ConfigurationException(
                    $"The task '{names[id]}' is in the table twice, as {idOfName[names[id]]} and {id}.");
        }
        Parameters = new FlatParameters(new ParameterLayout([(ParameterName, [names.Count, width], true)]), device);
    }

    /// <summary>The task of each row.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>R, the width of a row.</summary>
    public int Width { get; }

    /// <summary>Whether rows get gradients.</summary>
    public bool IsTrainable { get; }

    /// <summary>The table as one flat parameter.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>
    /// Rows drawn from a normal distribution, each from the stream of its task's name, so that a table with more tasks
    /// has the same rows.
    /// </summary>
    public static TaskEmbeddingTable Random(
        IReadOnlyList<string> names, int width, bool isTrainable, Device device, ulong seed,
        double standardDeviation = 1)
    {
        var values = new float[names.Count * width];
        for (var id = 0; id < names.Count; id++)
        {
            var stream = RandomStream.For(seed, 0, 0, names[id], "task-embedding");
            for (var i = 0; i < width; i++)
                values[id * width + i] = (float)(standardDeviation * stream.Normal((ulong)i));
        }
        return Of(names, values, isTrainable, device);
    }

    /// <summary>Given rows [N, R], row by row.</summary>
    public static TaskEmbeddingTable Of(
        IReadOnlyList<string> names, float[] values_NR, bool isTrainable, Device device)
    {
        var table = new TaskEmbeddingTable(names, values_NR.Length / Math.Max(1, names.Count), isTrainable, device);
        using var rows = torch.tensor(values_NR, [names.Count, table.Width], device: device);
        using var _ = torch.no_grad();
        table.Parameters.Load(ParameterName, rows);
        table.Parameters.WeightsChanged();
        return table;
    }

    /// <summary>The row of a task.</summary>
    /// <exception cref="ConfigurationException">No task has the name.</exception>
    public int IdOf(string name) => idOfName.TryGetValue(name, out var id)
        ? id
        : throw new ConfigurationException(
            $"The task '{name}' has no row among the {Names.Count} of the task table. Add its vector, or use the "
            + "table it was trained with.");

    /// <summary>Whether the table has a row for a task.</summary>
    public bool Contains(string name) => idOfName.ContainsKey(name);

    /// <summary>The rows of tasks [B, R], a copy.</summary>
    public Tensor Rows(int[] taskIds)
    {
        using var index = torch.tensor(Array.ConvertAll(taskIds, id => (long)id), device: Parameters.Device);
        return Parameters.Weight(ParameterName).index_select(0, index);
    }

    /// <summary>All rows as plain numbers, row by row.</summary>
    public float[] ToArray()
    {
        using var plain = Parameters.Weights.cpu();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }

    /// <summary>Adds the gradient of the rows of tasks [B, R], in order; a task may come several times.</summary>
    public void AddGradient(int[] taskIds, Tensor gradient_BR)
    {
        Shapes.Expect("gradient_BR", gradient_BR, taskIds.Length, Width);
        // Row by row on the processor: on a device the order of a sum over repeated rows would be left to chance.
        using var scope = torch.NewDisposeScope();
        var onProcessor = Parameters.Device.type == DeviceType.CPU;
        var plain = gradient_BR.cpu().contiguous();
        var buffer = onProcessor ? Parameters.Gradients : Parameters.Gradients.cpu();
        var rows = MemoryMarshal.Cast<byte, float>(plain.bytes);
        var sums = MemoryMarshal.Cast<byte, float>(buffer.bytes);
        for (var i = 0; i < taskIds.Length; i++)
        {
            var sum = sums.Slice(taskIds[i] * Width, Width);
            TensorPrimitives.Add(sum, rows.Slice(i * Width, Width), sum);
        }
        if (!onProcessor) Parameters.Gradients.copy_(buffer);
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();
}
