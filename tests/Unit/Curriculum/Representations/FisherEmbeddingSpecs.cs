using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Prompts;
using Moe.Curriculum.Representations;
using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using Moe.Specs;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Representations;

public sealed class FisherEmbeddingSpecs : IDisposable
{
    private static readonly UnseenRoute Path = new(Route.OfExperts([1, 0], 2), ComputationMode.Sparse);

    private readonly TemporaryFolder folder = new();
    private readonly RoutedModel model;
    private readonly RowBatches batches;

    public FisherEmbeddingSpecs()
    {
        var tokenizer = SmallWords.Tokenizer(folder);
        model = SmallWords.Model(tokenizer);
        batches = new RowBatches(
            TrainingData.Tokenized(SmallWords.Task, SmallWords.Rows, TaskTexts.Named, 32, 12, tokenizer), model.Shape, 5);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_diagonal_is_the_mean_squared_slope_of_each_rows_log_likelihood()
    {
        const float step = 2e-2f;
        using LayerAdapters adapters = new(model.Shape, 2, 7, torch.CPU);
        var rows = SmallWords.Rows.Length;

        var diagonal = new FisherEmbedding(model, Path, new FineTuningSettings(), 2).Diagonal(adapters, batches, rows);

        Assert.Equal(adapters.Parameters.Layout.DecayedCount, diagonal.Length);
        for (var i = 0; i < diagonal.Length; i += 9)
        {
            var expected = Enumerable.Range(0, rows).Average(row => Math.Pow((Loss(i, row, step) - Loss(i, row, -step)) / (2 * step), 2));
            Assert.Equal(expected, diagonal[i], 0.02 * expected + 1e-3);
        }

        double Loss(int index, int row, float change)
        {
            var before = adapters.Parameters.Weights.data<float>()[index];
            adapters.Parameters.Weights.data<float>()[index] = before + change;
            PlainMicroBatch pass = new(model, RouteBatch.Repeat(Path.Route, new int[1]), Path.Mode, 0, adapters);
            var loss = pass.Run(batches.Single(row).Plain, null, _ => true).Loss;
            pass.Decoded_BUD?.Dispose();
            adapters.Parameters.Weights.data<float>()[index] = before;
            return loss;
        }
    }

    [Fact]
    public void A_tasks_vector_has_length_1_and_depends_on_the_task_alone()
    {
        FineTuningSettings settings = new() { Steps = 4, WarmupSteps = 1 };

        var one = new FisherEmbedding(model, Path, settings, 2).Of(batches, 4, 0.01, 2);
        var other = new FisherEmbedding(model, Path, settings, 2).Of(batches, 4, 0.01, 2);

        Assert.Equal(one, other);
        Assert.Equal(1, one.Sum(value => (double)value * value), 4);
    }
}
