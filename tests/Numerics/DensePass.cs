using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Routing;
using TorchSharp;

namespace Moe.Numerics.Specs;

/// <summary>
/// A forward and backward pass through all experts of a golden model, written out plainly: y = sum over experts of
/// weight times output, dL/dweight = the inner product of dL/dy and the output.
/// </summary>
internal static class DensePass
{
    /// <summary>The loss and its gradient by the routes [L, B, E].</summary>
    public static (double Loss, float[] Gradient_LBE) Run(GoldenModel golden, RouteBatch routes)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (model, shape) = (golden.Model, golden.Model.Shape);
        var inputs = golden.Tokens("input/input_ids", "input/attention_mask");
        var labels = golden.Tokens("input/labels", "input/labels_mask");
        var sourceMask = new PaddingMask(inputs.Rows, inputs.Columns, Bytes(inputs.Mask));
        var targetMask = new PaddingMask(labels.Rows, labels.Columns, Bytes(labels.Mask));
        var passes = new ILayerPass[shape.Layers][];

        var hidden = model.Vocabulary.Embed(
            ExpertKind.Encoder, inputs.Ids, inputs.Rows, PassSettings.Evaluation).Output_BTD;
        for (var row = 0; row < shape.EncoderLayers; row++) hidden = Forward(row, new LayerInput(hidden, sourceMask));
        var memory = hidden;
        hidden = model.Vocabulary.Embed(
            ExpertKind.Decoder, Shifted(labels.Ids, labels.Columns, shape.DecoderStartId), labels.Rows,
            PassSettings.Evaluation).Output_BTD;
        for (var row = shape.EncoderLayers; row < shape.Layers; row++)
            hidden = Forward(row, new LayerInput(hidden, targetMask, memory, sourceMask));

        var loss = model.Vocabulary.Loss(hidden, labels.Ids, golden.Number("label_smoothing"));
        var gradient_LBE = new float[routes.Weights_LBE.Length];
        var (gradient, memoryGradient) = (loss.Backward(), torch.zeros_like(memory));
        for (var row = shape.Layers - 1; row >= 0; row--)
        {
            if (row == shape.EncoderLayers - 1) gradient = memoryGradient;
            gradient = Backward(row, gradient);
        }
        return (loss.Loss, gradient_LBE);

        torch.Tensor WeightOf(int row, int expert)
        {
            var weights_B = Enumerable.Range(0, routes.Rows).Select(i => routes.Weights(row, i)[expert]).ToArray();
            return torch.tensor(weights_B).view(-1, 1, 1);
        }

        torch.Tensor Forward(int row, LayerInput input)
        {
            passes[row] = [.. Enumerable.Range(0, shape.Experts)
                .Select(e => model.Layer(shape.At(row, e)).Forward(input, PassSettings.Evaluation))];
            return passes[row].Select((pass, e) => pass.Output_BTD.mul(WeightOf(row, e)))
                .Aggregate((sum, next) => sum.add(next));
        }

        torch.Tensor Backward(int row, torch.Tensor gradient_BTD)
        {
            var sum = torch.zeros_like(gradient_BTD);
            for (var e = 0; e < shape.Experts; e++)
            {
                var byRow = Compare.Floats(passes[row][e].Output_BTD.mul(gradient_BTD).sum([1, 2]));
                for (var i = 0; i < byRow.Length; i++)
                    gradient_LBE[(row * routes.Rows + i) * shape.Experts + e] = byRow[i];
                var input = passes[row][e].Backward(gradient_BTD.mul(WeightOf(row, e)));
                sum.add_(input.Hidden_BTD);
                if (input.Memory_BSD is not null) memoryGradient.add_(input.Memory_BSD);
            }
            return sum;
        }
    }

    /// <summary>
    /// What the decoder reads in training: labels moved right by one, each row beginning with the start id.
    /// </summary>
    public static long[] Shifted(long[] labels, int columns, int startId)
    {
        var read = new long[labels.Length];
        for (var i = 0; i < read.Length; i++) read[i] = i % columns == 0 ? startId : labels[i - 1];
        return read;
    }

    private static byte[] Bytes(long[] mask) => Array.ConvertAll(mask, keep => (byte)keep);
}
