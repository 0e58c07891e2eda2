using System.Runtime.InteropServices;
using Moe.Curriculum.Adaptation;
using Moe.Model;
using Moe.Model.Optimization;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using TorchSharp;

namespace Moe.Curriculum.Representations;

/// <summary>
/// Task2Vec on adapters (paper notes 2.3): adapters behind the layers of a frozen model are tuned on a task; the diagonal of
/// their empirical Fisher information, the mean over rows of the squared gradient of the row's log-likelihood with its own answer,
/// is the task's vector. Its root is taken and brought to length 1, or tasks with long answers would be all that a principal
/// component sees (decision 21).
/// </summary>
internal sealed class FisherEmbedding(RoutedModel model, UnseenRoute route, FineTuningSettings settings, int adapterWidth)
{
    /// <summary>The vector of one task, over the adapters' matrices.</summary>
    public float[] Of(RowBatches batches, int rows, double rate, int batchRows)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using LayerAdapters adapters = new(model.Shape, adapterWidth, settings.Seed, model.Parameters[ExpertId.Vocabulary].Device);
        WarmupSchedule schedule = new(settings.WarmupSteps, settings.Steps);
        for (var step = 0; step < settings.Steps; step++)
        {
            var tokens = Gradient(adapters, batches.At(step, batchRows), step, settings.LabelSmoothing);
            var mean = settings.MeanLoss ? 1.0 / tokens : 1.0;
            var clip = GradientNorm.ClipFactor(Math.Sqrt(GradientNorm.Squared(adapters.Parameters)) * mean, settings.MaxGradientNorm);
            AdamW.Apply(adapters.Parameters, settings.AdamW, rate * schedule.Factor(step), clip * mean);
        }
        return Normalized(Diagonal(adapters, batches, rows));
    }

    /// <summary>The mean over rows of the squared gradient, of every number of the adapters' matrices.</summary>
    public float[] Diagonal(LayerAdapters adapters, RowBatches batches, int rows)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var matrices = adapters.Parameters.Layout.DecayedCount;
        var sum = torch.zeros(matrices, device: adapters.Parameters.Device);
        for (var row = 0; row < rows; row++)
        {
            Gradient(adapters, batches.Single(row), null, 0);
            using var gradient = adapters.Parameters.Gradients.narrow(0, 0, matrices);
            sum.addcmul_(gradient, gradient, 1f / rows);
        }
        using var plain = sum.cpu();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }

    // With a step there is dropout; without one the model is as in evaluation.
    private int Gradient(LayerAdapters adapters, Batches.TokenBatch batch, int? step, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        adapters.Parameters.Gradients.zero_();
        PlainMicroBatch pass = new(model, RouteBatch.Repeat(route.Route, new int[batch.Rows]), route.Mode, smoothing, adapters);
        var (_, tokens, _) = pass.Run(batch.Plain, step is { } at
            ? (owner, purpose) => RandomStream.For(settings.Seed, at, 0, owner, "fisher" + purpose)
            : null, _ => true);
        pass.Decoded_BUD?.Dispose();
        return tokens;
    }

    private static float[] Normalized(float[] diagonal)
    {
        var roots = Array.ConvertAll(diagonal, MathF.Sqrt);
        var length = Math.Sqrt(roots.Sum(root => (double)root * root));
        return Array.ConvertAll(roots, root => (float)(root / Math.Max(length, 1e-30)));
    }
}
