using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Import;
using Moe.Model.Layers;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// A plain T5, original and v1.1, by Hugging Face's names, imported as a routed model whose experts are all alike: whatever
/// the route, it answers as the plain one does, and the gradients of a layer's experts add up to the layer's.
/// </summary>
public sealed class T5GoldenSpecs
{
    public static TheoryData<string> Files => ["t5-original", "t5-v1.1"];

    public static TheoryData<string, ComputationMode> Computations() => new()
    {
        { "t5-original", ComputationMode.Dense },
        { "t5-original", ComputationMode.Sparse },
        { "t5-v1.1", ComputationMode.Dense },
        { "t5-v1.1", ComputationMode.Sparse },
    };

    [Theory]
    [MemberData(nameof(Computations))]
    public void Gives_the_logits_the_loss_and_every_gradient_of_the_reference(string name, ComputationMode mode)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(name, experts: 3);
        var (batch, micro) = Micro(golden, mode);

        var (loss, tokens, _) = micro.Run(batch, null, _ => true);

        Compare.Close("loss", golden["output/loss"].ToSingles(), [(float)(loss / tokens)]);
        Compare.Close(golden["output/logits"], Logits(golden, micro));
        foreach (var (parameter, gradient) in golden.Under("grad/"))
            Compare.GradientClose(gradient, GradientOf(golden, parameter).div(tokens));
    }

    [Theory]
    [InlineData("t5-original", Tolerances.BFloat16Relu)]
    [InlineData("t5-v1.1", Tolerances.BFloat16)]
    public void Computes_in_bfloat16_within_its_rounding(string name, double allowedOfGradients)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(name, experts: 2, torch.ScalarType.BFloat16);
        var (batch, micro) = Micro(golden, ComputationMode.Dense);

        var (loss, tokens, _) = micro.Run(batch, null, _ => true);

        Within("loss", [(float)(loss / tokens)], golden["output/loss"].ToSingles(), Tolerances.BFloat16Loss);
        Within("logits", Compare.Floats(Logits(golden, micro)), golden["output/logits"].ToSingles(), Tolerances.BFloat16);
        List<float> expected = [], found = [];
        foreach (var (parameter, gradient) in golden.Under("grad/"))
        {
            expected.AddRange(gradient.ToSingles());
            found.AddRange(Compare.Floats(GradientOf(golden, parameter).div(tokens)));
        }
        Within("all gradients", [.. found], [.. expected], allowedOfGradients);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Runs_the_same_encoder_when_it_generates(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var golden = GoldenModel.Plain(name);
        var shape = golden.Model.Shape;
        var inputs = golden.Tokens("input/input_ids", "input/attention_mask");
        var path = new ModelPath(
            golden.Model, Route.OfExperts(new int[shape.Layers], shape.Experts), ComputationMode.Dense);

        Compare.Close(golden["output/encoder_last_hidden_state"],
            PathEncoder.Run(path, inputs).view(inputs.Rows, inputs.Columns, shape.Width));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Scores_answers_with_the_reference_logits(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(name);
        var shape = golden.Model.Shape;
        var answers = golden.Tokens("input/labels");

        var actual = new AnswerScorer(golden.Model).LogLikelihoods(Route.OfExperts(new int[shape.Layers], shape.Experts),
            ComputationMode.Dense, golden.Tokens("input/input_ids", "input/attention_mask"), answers, shape.DecoderStartId);

        var logp = Compare.Floats(golden.Tensor("output/logits").log_softmax(-1));
        var expected = new float[answers.Rows];
        for (var i = 0; i < answers.Ids.Length; i++)
        {
            if (answers.Mask[i] != 0) expected[i / answers.Columns] += logp[i * shape.VocabularySize + answers.Ids[i]];
        }
        Compare.Close("log-likelihoods", expected, Array.ConvertAll(actual, value => (float)value));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recomputed_pass_gives_the_same_bits_with_dropout_too(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(name);
        var id = new ExpertId(ExpertKind.Encoder, 0, 0);
        var shape = golden.Model.Shape with { Dropout = 0.2, AttentionDropout = 0.2, ActivationDropout = 0.2 };
        var parameters = golden.Model.Parameters[id];
        var layer = ExpertFactory.LayerOf(shape, id, parameters);
        var batch = BatchOf(golden);
        using var embedded = golden.Model.Vocabulary.Embed(ExpertKind.Encoder, batch.Source, batch.Rows, PassSettings.Evaluation);
        var input = new LayerInput(embedded.Output_BTD, batch.SourcePadding, PositionBias_KH: embedded.PositionBias_KH);
        var results = new List<float[]>();
        foreach (var recompute in new[] { false, true })
        {
            using var pass = layer.Forward(input, new PassSettings(true, RandomStream.For(1, 2, 3, "expert", "dropout"), recompute));
            var back = pass.Backward(torch.ones_like(embedded.Output_BTD));
            pass.AddWeightGradients(overwrite: true);
            results.Add([.. Compare.Floats(pass.Output_BTD), .. Compare.Floats(back.Hidden_BTD),
                .. Compare.Floats(back.PositionBias_KH!), .. Compare.Floats(parameters.Gradients)]);
        }
        Assert.Equal(results[0], results[1]);
    }

    // Rows have different routes, so that dense computation mixes and sparse computation deals out.
    private static (PlainBatch Batch, PlainMicroBatch Micro) Micro(GoldenModel golden, ComputationMode mode)
    {
        var (batch, shape) = (BatchOf(golden), golden.Model.Shape);
        var weights = new float[shape.Layers * batch.Rows * shape.Experts];
        for (var i = 0; i < weights.Length; i++)
        {
            var (picked, expert) = (i / shape.Experts % batch.Rows % shape.Experts, i % shape.Experts);
            weights[i] = expert == picked ? 1 - 0.25f * (shape.Experts - 1) : 0.25f;
        }
        var routes = new RouteBatch(shape.Layers, shape.Experts, new int[batch.Rows], weights);
        return (batch, new PlainMicroBatch(golden.Model, routes, mode, smoothing: 0));
    }

    private static PlainBatch BatchOf(GoldenModel golden)
    {
        var (inputs, labels) = (golden.Tokens("input/input_ids", "input/attention_mask"), golden.Tokens("input/labels"));
        return new PlainBatch(inputs.Rows, inputs.Ids, PathEncoder.MaskOf(inputs), labels.Ids, PathEncoder.MaskOf(labels),
            GoldenBatches.Shifted(labels.Ids, labels.Columns, golden.Model.Shape.DecoderStartId));
    }

    private static torch.Tensor Logits(GoldenModel golden, PlainMicroBatch micro)
    {
        var decoded = micro.Decoded_BUD!;
        return golden.Model.Vocabulary.Logits(decoded.view(-1, golden.Model.Shape.Width))
            .view(decoded.shape[0], decoded.shape[1], -1);
    }

    // Of all experts that stand for the layer. Sparse routes leave some without rows, whose buffers hold nothing yet.
    private static torch.Tensor GradientOf(GoldenModel golden, string parameter)
    {
        torch.Tensor? sum = null;
        foreach (var (id, owned) in golden.Model.Parameters)
        {
            var slot = owned.Layout.Slots.FirstOrDefault(
                slot => HuggingFaceNames.Plain(golden.Model.Shape.Backbone, id, slot.Name) == parameter);
            if (slot is null) continue;
            sum = sum is null ? owned.Gradient(slot.Name) : sum.add(owned.Gradient(slot.Name));
        }
        return sum ?? throw new ArgumentException($"{golden.Name}: no parameter of the model is called {parameter}.");
    }

    private static void Within(string what, float[] found, float[] expected, double allowed)
    {
        var error = Compare.RelativeError(expected, found);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {error:e2}");
        Assert.True(error <= allowed, $"{what}: relative error {error:e2}, at most {allowed:e0} allowed.");
    }
}
