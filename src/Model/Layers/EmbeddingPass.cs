using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moe.Model.Failures;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Moe.Model.Layers;

/// <summary>
/// One micro-batch's embedding for one stack: drop(LN(token + position)). The table's gradient is added row by row
/// straight into the flat buffer: a dense [V, D] temporary would cost more than a whole layer.
/// </summary>
public sealed class EmbeddingPass : IDisposable
{
    private readonly VocabularyLayer vocabulary;
    private readonly string stack;
    private readonly ReadOnlyMemory<long> ids;
    private readonly TensorBag bag = new();
    private readonly Segment norm;
    private readonly int firstPosition;
    private Tensor? summed_BTD;
    private Tensor? gain;
    private Tensor? bias;

    internal EmbeddingPass(
        VocabularyLayer vocabulary, string stack, ReadOnlyMemory<long> ids, int rows, PassSettings settings, int firstPosition)
    {
        (this.vocabulary, this.stack, this.ids, this.firstPosition) = (vocabulary, stack, ids, firstPosition);
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (parameters, shape) = (vocabulary.Parameters, vocabulary.Shape);
        var columns = ids.Length / rows;
        if (firstPosition + columns > shape.MaxPositions)
        {
            throw new DataException(
                $"A sequence of {firstPosition + columns} tokens does not fit the model's {shape.MaxPositions} positions. "
                + "Cut inputs with training.run.curriculum.max-input-tokens or raise training.run.model.max-positions.");
        }
        var index = torch.tensor(ids.ToArray(), device: parameters.Device);
        var tokens = parameters.Weight(VocabularyLayer.SharedName).index_select(0, index).view(rows, columns, shape.Width);
        var positions = parameters.Weight(stack + ".embed_positions.weight")
            .narrow(0, VocabularyLayer.PositionRow(firstPosition), columns);
        norm = Segment.Run(bag, t =>
        {
            var hidden = torch.nn.functional.layer_norm(t[0], [shape.Width], t[1], t[2], BartLayer.NormEpsilon);
            var drop = settings.Training
                ? DropoutMask.Draw(settings.Stream, shape.Dropout, hidden.shape, hidden.device, hidden.dtype)
                : null;
            return drop is null ? hidden : hidden.mul(drop);
        }, tokens.add(positions), parameters.Weight(stack + ".layernorm_embedding.weight"),
            parameters.Weight(stack + ".layernorm_embedding.bias"));
    }

    /// <summary>Embedded tokens [B, T, D].</summary>
    public Tensor Output_BTD => norm.Output;

    /// <summary>Takes the gradient of the output. Call once.</summary>
    public void Backward(Tensor gradient_BTD)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var gradients = norm.Backward(gradient_BTD);
        (summed_BTD, gain, bias) = (bag.Keep(gradients[0]), bag.Keep(gradients[1]), bag.Keep(gradients[2]));
    }

    /// <summary>Adds this pass's parameter gradients. The loss's pass, which comes first in a step, has cleared the buffer.</summary>
    public void AddWeightGradients()
    {
        var gradient = summed_BTD ?? throw new InvalidOperationException("AddWeightGradients before Backward.");
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var parameters = vocabulary.Parameters;
        var (columns, width) = (gradient.shape[1], vocabulary.Shape.Width);
        parameters.Gradient(stack + ".layernorm_embedding.weight").add_(gain!);
        parameters.Gradient(stack + ".layernorm_embedding.bias").add_(bias!);
        parameters.Gradient(stack + ".embed_positions.weight")
            .narrow(0, VocabularyLayer.PositionRow(firstPosition), columns).add_(gradient.sum(0, type: ScalarType.Float32));
        if (parameters.Device.type == DeviceType.CPU && gradient.dtype == ScalarType.Float32) AddRows(gradient, width);
        else AddRowsOnDevice(gradient, width);
    }

    /// <inheritdoc/>
    public void Dispose() => bag.Dispose();

    // The padding row's embedding gets no gradient, as in the authors' code (an embedding with a padding index).
    private void AddRows(Tensor gradient, int width)
    {
        var pad = vocabulary.Shape.PadId;
        var slot = vocabulary.Parameters.Layout[VocabularyLayer.SharedName];
        var table = MemoryMarshal.Cast<byte, float>(vocabulary.Parameters.Gradients.bytes).Slice((int)slot.Offset, (int)slot.Count);
        var rows = MemoryMarshal.Cast<byte, float>(gradient.contiguous().bytes);
        for (var i = 0; i < ids.Length; i++)
        {
            var id = (int)ids.Span[i];
            if (id == pad) continue;
            var row = table.Slice(id * width, width);
            TensorPrimitives.Add(row, rows.Slice(i * width, width), row);
        }
    }

    private void AddRowsOnDevice(Tensor gradient, int width)
    {
        var index = torch.tensor(ids.ToArray(), device: vocabulary.Parameters.Device);
        var keep = index.ne(vocabulary.Shape.PadId).to_type(ScalarType.Float32).unsqueeze(1);
        vocabulary.Parameters.Gradient(VocabularyLayer.SharedName)
            .index_add_(0, index, gradient.reshape(-1, width).to_type(ScalarType.Float32).mul(keep), 1);
    }
}
