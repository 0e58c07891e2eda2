using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Layers;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using TorchSharp;

namespace Moe.Unit.Specs.Model.Decoding;

/// <summary>
/// Decoding the slow way, over the training layers: the whole model runs again for each token, one row at a time,
/// every expert of the route mixed by its weight.
/// </summary>
internal static class PlainDecoding
{
    /// <summary>Log-probabilities of the token after a prefix, for one input.</summary>
    public static float[] NextLogps(RoutedModel model, Route route, int[] input, IReadOnlyList<int> prefix)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var shape = model.Shape;
        var memory = Run(model, route, 0, shape.EncoderLayers, ExpertKind.Encoder, input, null);
        var states = Run(model, route, shape.EncoderLayers, shape.Layers, ExpertKind.Decoder, [.. prefix],
            (memory, Full(input.Length)));
        return model.Vocabulary.Logits(states.view(-1, shape.Width)).log_softmax(-1)
            .select(0, prefix.Count - 1).data<float>().ToArray();
    }

    /// <summary>Greedy search without any cache.</summary>
    public static int[] Greedy(RoutedModel model, Route route, int[] input, GenerationSettings settings)
    {
        List<int> answer = [settings.StartId];
        while (answer.Count < settings.MaxLength && (answer.Count == 1 || answer[^1] != settings.EndId))
        {
            var logps = NextLogps(model, route, input, answer);
            if (settings.ForceEnd && answer.Count == settings.MaxLength - 1) answer.Add(settings.EndId);
            else answer.Add(Array.IndexOf(logps, logps.Max()));
        }
        return [.. answer];
    }

    private static torch.Tensor Run(
        RoutedModel model, Route route, int from, int to, ExpertKind stack, int[] ids,
        (torch.Tensor States, PaddingMask Mask)? memory)
    {
        var embedded = model.Vocabulary.Embed(stack, Array.ConvertAll(ids, id => (long)id), 1, PassSettings.Evaluation);
        var hidden = embedded.Output_BTD;
        for (var row = from; row < to; row++)
        {
            var input = new LayerInput(hidden, Full(ids.Length), memory?.States, memory?.Mask, embedded.PositionBias_KH);
            hidden = Enumerable.Range(0, model.Shape.ExpertsOf(row)).Select(e =>
                    model.Layer(model.Shape.At(row, e)).Forward(input, PassSettings.Evaluation).Output_BTD
                        .mul(model.Shape.IsVanilla(row) ? 1 : route[row, e]))
                .Aggregate((sum, next) => sum.add(next));
        }
        return stack == ExpertKind.Encoder ? model.Vocabulary.Finish(stack, hidden) : hidden;
    }

    private static PaddingMask Full(int columns) => new(1, columns, Enumerable.Repeat((byte)1, columns).ToArray());
}
