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
/// One micro-batch's embedding for one stack: BART's drop(LN(token + position)) or T5's drop(token), which goes with the
/// position bias of the stack. The table's gradient is added row by row straight into the flat buffer: a dense [V, D]
/// temporary would cost more than a whole layer.
/// </summary>
public sealed class EmbeddingPass : IDisposable
{
    private readonly VocabularyLayer vocabulary;
    private readonly ExpertKind stack;
    private readonly ReadOnlyMemory<long> ids;
    private readonly TensorBag bag = new();
    private readonly Segment segment;
    private Tensor[]? gradients;
    private Tensor? biasGradient_KH;

    internal EmbeddingPass(VocabularyLayer vocabulary, ExpertKind stack, ReadOnlyMemory<long> ids, int rows, PassSettings settings)
    {
        (this.vocabulary, this.stack, this.ids) = (vocabulary, stack, ids);
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (parameters, shape) = (vocabulary.Parameters, vocabulary.Shape);
        var columns = ids.Length / rows;
        if (columns > shape.MaxPositions)
        {
            throw new DataException(
                $"A sequence of {columns} tokens does not fit the model's {shape.MaxPositions} positions. "
                + "Cut inputs with training.run.curriculum.max-input-tokens or raise training.run.model.max-positions.");
        }
        var index = torch.tensor(ids.ToArray(), device: parameters.Device);
        segment = Segment.Run(bag, t =>
        {
            var hidden = t is [var summed, var gain, var bias] ? NormFunction.Apply(summed, gain, bias) : t[0].alias();
            var drop = settings.Training
                ? DropoutMask.Draw(settings.Stream, shape.Dropout, hidden.shape, hidden.device, hidden.dtype)
                : null;
            return drop is null ? hidden : hidden.mul(drop);
        }, [vocabulary.Summed(stack, index, columns, 0), .. vocabulary.EmbeddingNorm(stack)]);
        if (vocabulary.PositionBias(stack) is { } table) PositionBias_KH = bag.Keep(table);
    }

    /// <summary>Embedded tokens [B, T, D].</summary>
    public Tensor Output_BTD => segment.Output;

    /// <summary>What the layers of the stack need to know of positions [K, H], float32; null for BART.</summary>
    public Tensor? PositionBias_KH { get; }

    /// <summary>Takes the gradients of the output and of the position bias, summed over the stack's layers. Call once.</summary>
    public void Backward(Tensor gradient_BTD, Tensor? positionBias_KH)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        gradients = Array.ConvertAll(segment.Backward(gradient_BTD), bag.Keep);
        if (positionBias_KH is not null) biasGradient_KH = bag.Keep(positionBias_KH.detach());
    }

    /// <summary>Adds this pass's parameter gradients. The loss's pass, which comes first in a step, has cleared the buffer.</summary>
    public void AddWeightGradients()
    {
        var gradient = (gradients ?? throw new InvalidOperationException("AddWeightGradients before Backward."))[0];
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (parameters, names) = (vocabulary.Parameters, vocabulary.Names);
        var (columns, width) = (gradient.shape[1], vocabulary.Shape.Width);
        if (names.EmbeddingNorm(stack) is { } norm)
        {
            parameters.Gradient(norm + ".weight").add_(gradients[1]);
            parameters.Gradient(norm + ".bias").add_(gradients[2]);
        }
        if (names.Positions(stack) is { } positions)
        {
            parameters.Gradient(positions).narrow(0, VocabularyLayer.PositionRow(0), columns)
                .add_(gradient.sum(0, type: ScalarType.Float32));
        }
        if (biasGradient_KH is not null) parameters.Gradient(names.PositionBias(stack)!).add_(biasGradient_KH);
        if (parameters.Device.type == DeviceType.CPU && gradient.dtype == ScalarType.Float32) AddRows(gradient, width);
        else AddRowsOnDevice(gradient, width);
    }

    /// <inheritdoc/>
    public void Dispose() => bag.Dispose();

    // BART's padding row gets no gradient, as in the authors' code (an embedding with a padding index). T5's does: padding is
    // what its decoder reads first.
    private long RowWithoutGradient => vocabulary.Shape.Backbone == Backbone.Bart ? vocabulary.Shape.PadId : -1;

    private void AddRows(Tensor gradient, int width)
    {
        var skipped = RowWithoutGradient;
        var slot = vocabulary.Parameters.Layout[vocabulary.Names.Shared];
        var table = MemoryMarshal.Cast<byte, float>(vocabulary.Parameters.Gradients.bytes).Slice((int)slot.Offset, (int)slot.Count);
        var rows = MemoryMarshal.Cast<byte, float>(gradient.contiguous().bytes);
        for (var i = 0; i < ids.Length; i++)
        {
            var id = (int)ids.Span[i];
            if (id == skipped) continue;
            var row = table.Slice(id * width, width);
            TensorPrimitives.Add(row, rows.Slice(i * width, width), row);
        }
    }

    private void AddRowsOnDevice(Tensor gradient, int width)
    {
        var index = torch.tensor(ids.ToArray(), device: vocabulary.Parameters.Device);
        var keep = index.ne(RowWithoutGradient).to_type(ScalarType.Float32).unsqueeze(1);
        vocabulary.Parameters.Gradient(vocabulary.Names.Shared)
            .index_add_(0, index, gradient.reshape(-1, width).to_type(ScalarType.Float32).mul(keep), 1);
    }
}
