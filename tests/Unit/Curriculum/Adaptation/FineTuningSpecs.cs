using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Evaluation;
using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Specs;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Adaptation;

public sealed class FineTuningSpecs : IDisposable
{
    private static readonly UnseenRoute OnePath = new(Route.OfExperts([1, 0], 2), ComputationMode.Sparse);
    private static readonly TaskEvaluationSettings Evaluation = new() { MaxInputTokens = 32, MaxOutputTokens = 12 };
    private static readonly FewShotRows Rows = new(SmallWords.Task, SmallWords.Rows, SmallWords.Rows, SmallWords.Rows);

    private readonly TemporaryFolder folder = new();
    private readonly ITokenizer tokenizer;
    private readonly RoutedModel model;

    public FineTuningSpecs()
    {
        tokenizer = SmallWords.Tokenizer(folder);
        model = SmallWords.Model(tokenizer);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Scores_test_rows_with_the_weights_that_were_best_on_dev_rows()
    {
        // So large a rate learns and forgets again: the best moment is not the last one.
        var result = Tuning(steps: 150, every: 1).Run(model, OnePath, Rows, 0.1, 2, CancellationToken.None);

        Assert.True(result.Dev > 0);
        Assert.InRange(result.Step, 1, 149);
        Assert.Equal(result.Dev, result.Test);
    }

    [Fact]
    public void Learns_the_rows_of_a_task()
    {
        var result = Tuning(steps: 300, every: 50).Run(model, OnePath, Rows, 0.01, 4, CancellationToken.None);

        Assert.True(result.Test > 0.7, $"QA-F1 {result.Test} on the rows it was tuned on");
    }

    [Fact]
    public void The_same_job_has_the_same_result()
    {
        var one = Tuning(60, 20).Run(model, OnePath, Rows, 0.02, 2, CancellationToken.None);
        var other = Tuning(60, 20).Run(model, OnePath, Rows, 0.02, 2, CancellationToken.None);

        Assert.Equal(one, other);
    }

    [Fact]
    public void A_trained_route_moves_away_from_the_average()
    {
        Route average = new(2, 2, [0.5f, 0.5f, 0.5f, 0.5f]);

        var learned = Tuning(60, 60).Then(
            model, new UnseenRoute(average, ComputationMode.Dense, IsTrained: true), Rows, 0.01, 4, (_, route) => route.Route);

        Assert.True(Math.Abs(learned[0, 0] - 0.5) > 0.01 || Math.Abs(learned[1, 0] - 0.5) > 0.01);
    }

    [Fact]
    public void Stops_between_two_steps_when_it_is_asked_to()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();

        Assert.Throws<OperationCanceledException>(() => Tuning(5, 5).Run(model, OnePath, Rows, 0.01, 4, stopped.Token));
    }

    private FineTuning Tuning(int steps, int every) => new(tokenizer, new FineTuningSettings
    {
        Steps = steps,
        WarmupSteps = 5,
        EvaluateEvery = every,
        RouteRate = 0.05,
        MaxGradientNorm = 1,
        LabelSmoothing = 0,
        MeanLoss = true,
    }, Evaluation);
}
