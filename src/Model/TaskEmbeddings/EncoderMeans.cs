using System.Runtime.InteropServices;
using Moe.Model.Decoding;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using TorchSharp;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// Text embeddings of tasks (paper notes 2.1, done right): the mean over tokens, padding left out, of the encoder's last
/// states, then over rows. Centred over tasks and scaled to length sqrt(D), so that they tell tasks apart.
/// </summary>
public static class EncoderMeans
{
    /// <summary>The mean encoder state of one task's inputs [D], on its route.</summary>
    public static float[] Of(RoutedModel model, Route route, PaddedTokens inputs) =>
        Of(model, route, ComputationMode.Sparse, [inputs], TokenPooling.Mean);

    /// <summary>The same over all batches of a task's inputs, every row counting alike, and with another pooling.</summary>
    public static float[] Of(
        RoutedModel model, Route route, ComputationMode mode, IReadOnlyList<PaddedTokens> batches, TokenPooling pooling)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        ModelPath path = new(model, route, mode);
        var sum_D = torch.zeros(model.Shape.Width, device: model.Vocabulary.Parameters.Device);
        // Named: a bare 0 is taken for the other overload's element type, and sums everything into one byte.
        foreach (var batch in batches) sum_D.add_(Pooled(path, batch, pooling).sum(dim: 0));
        var mean_D = sum_D.div((float)batches.Sum(batch => batch.Rows)).cpu().contiguous();
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

    // [B, D], float32.
    private static torch.Tensor Pooled(ModelPath path, PaddedTokens batch, TokenPooling pooling)
    {
        using var scope = torch.NewDisposeScope();
        var states_BTD = PathEncoder.Run(path, batch).view(batch.Rows, batch.Columns, -1).to_type(torch.ScalarType.Float32);
        if (pooling == TokenPooling.First) return states_BTD.select(1, 0).clone().MoveToOuterDisposeScope();
        var keep_BT1 = torch.tensor(Array.ConvertAll(batch.Mask, keep => (float)keep), device: states_BTD.device)
            .view(batch.Rows, batch.Columns, 1);
        return states_BTD.mul(keep_BT1).sum(1).div(keep_BT1.sum(1)).MoveToOuterDisposeScope();
    }
}
