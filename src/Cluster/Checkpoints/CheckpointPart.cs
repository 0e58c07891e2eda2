using Moe.Actors.Ports;
using Moe.Model.Failures;
using Moe.Model.Weights;
using static TorchSharp.torch;

namespace Moe.Cluster.Checkpoints;

/// <summary>One part of a checkpoint, opened; its bytes were compared with the manifest right before.</summary>
internal sealed class CheckpointPart(string path, SafeTensorsFile file) : ICheckpointPart
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names { get; } = [.. file.Tensors.Select(tensor => tensor.Name)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    /// <inheritdoc/>
    public void CopyTo(string name, Tensor target)
    {
        if (!file.Contains(name))
        {
            throw new CheckpointException(
                $"{path} has no tensor '{name}', it has {string.Join(", ", Names)}. It belongs to another model; use the run's own.");
        }
        var record = file[name];
        if (!record.Shape.AsSpan().SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                $"{path}: tensor '{name}' has shape [{string.Join(", ", record.Shape)}], expected " +
                $"[{string.Join(", ", target.shape)}]. It belongs to a model of other sizes; use the run's own.");
        }
        using var scope = NewDisposeScope();
        Tensor read = record.DataType switch
        {
            TensorDataType.Float32 => tensor(record.ToSingles()),
            TensorDataType.Int64 => tensor(record.ToIntegers()),
            var other => throw new CheckpointException($"{path}: tensor '{name}' is {other}, expected Float32 or Int64."),
        };
        using (no_grad()) target.copy_(read.reshape(target.shape));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
