using System.Runtime.InteropServices;
using Moe.Model.Layers;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Model.Training;
using TorchSharp;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// Text embeddings of tasks (paper notes 2.1, done right): the mean over tokens, padding left out, of the encoder's last
/// states, then over rows. Centred over tasks and scaled to length sqrt(D), so that they tell tasks apart.
/// </summary>
public static class EncoderMeans
{
    /// <summary>The mean encoder state of one task's inputs [D], on its route.</summary>
    public static float[] Of(RoutedModel model, Route route, PaddedTokens inputs)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var routes = RouteBatch.Repeat(route, new int[inputs.Rows]);
        var padding = PaddingMask.Of(inputs.Ids, inputs.Rows, inputs.Columns, model.Shape.PadId);
        using var embedded = model.Vocabulary.Embed(ExpertKind.Encoder, inputs.Ids, inputs.Rows, PassSettings.Evaluation);
        var hidden = embedded.Output_BTD;
        for (var row = 0; row < model.Shape.EncoderLayers; row++)
        {
            var groups = PlainMicroBatch.GroupsOf(model.Shape, routes, ComputationMode.Sparse, row);
            using var pass = model.Layer(model.Shape.At(row, groups.Groups[0].Expert)).Forward(
                new LayerInput(hidden, padding, PositionBias_KH: embedded.PositionBias_KH), PassSettings.Evaluation);
            hidden = pass.Output_BTD.clone();
        }
        hidden = model.Vocabulary.Finish(ExpertKind.Encoder, hidden);
        var keep_BT1 = torch.tensor(Array.ConvertAll(padding.Keep.ToArray(), value => (float)value), inputs.Rows, inputs.Columns, 1);
        var mean_D = hidden.mul(keep_BT1).sum(1).div(keep_BT1.sum(1)).mean([0]).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(mean_D.bytes).ToArray();
    }

    /// <summary>Centres vectors over tasks and scales each to length sqrt(D).</summary>
    public static void Standardize(float[][] vectors)
    {
        var width = vectors[0].Length;
        for (var i = 0; i < width; i++)
        {
            var mean = vectors.Average(vector => vector[i]);
            foreach (var vector in vectors) vector[i] -= mean;
        }
        foreach (var vector in vectors)
        {
            var length = Math.Sqrt(vector.Sum(value => (double)value * value));
            for (var i = 0; i < width; i++) vector[i] = (float)(vector[i] / Math.Max(length, 1e-12) * Math.Sqrt(width));
        }
    }
}
