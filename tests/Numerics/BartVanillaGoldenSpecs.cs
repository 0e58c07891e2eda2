using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Layers;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>A plain BART by Hugging Face's names, imported as a routed model with one expert a layer.</summary>
public sealed class BartVanillaGoldenSpecs
{
    private const string Name = "bart-vanilla";

    [Fact]
    public void Gives_the_encoder_states_and_logits_of_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(Name);
        var (model, shape) = (golden.Model, golden.Model.Shape);
        var inputs = golden.Tokens("input/input_ids", "input/attention_mask");
        var labels = golden.Tokens("input/labels");
        var sourceMask = PathEncoder.MaskOf(inputs);

        var hidden = model.Vocabulary.Embed(
            ExpertKind.Encoder, inputs.Ids, inputs.Rows, PassSettings.Evaluation).Output_BTD;
        for (var row = 0; row < shape.EncoderLayers; row++)
            hidden = model.Layer(shape.At(row, 0))
                .Forward(new LayerInput(hidden, sourceMask), PassSettings.Evaluation).Output_BTD;
        Compare.Close(golden["output/encoder_last_hidden_state"], hidden);

        var memory = hidden;
        var read = GoldenBatches.Shifted(labels.Ids, labels.Columns, shape.DecoderStartId);
        var targetMask = new PaddingMask(
            labels.Rows, labels.Columns, Enumerable.Repeat((byte)1, read.Length).ToArray());
        hidden = model.Vocabulary.Embed(ExpertKind.Decoder, read, labels.Rows, PassSettings.Evaluation).Output_BTD;
        for (var row = shape.EncoderLayers; row < shape.Layers; row++)
        {
            hidden = model.Layer(shape.At(row, 0))
                .Forward(new LayerInput(hidden, targetMask, memory, sourceMask), PassSettings.Evaluation).Output_BTD;
        }
        Compare.Close(golden["output/logits"], model.Vocabulary.Logits(hidden.view(-1, shape.Width))
            .view(labels.Rows, labels.Columns, -1));
    }

    [Fact]
    public void Runs_the_same_encoder_when_it_generates()
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var golden = GoldenModel.Plain(Name);
        var shape = golden.Model.Shape;
        var path = new ModelPath(
            golden.Model, Route.OfExperts(new int[shape.Layers], shape.Experts), ComputationMode.Dense);
        var inputs = golden.Tokens("input/input_ids", "input/attention_mask");

        var states = PathEncoder.Run(path, inputs).view(inputs.Rows, inputs.Columns, shape.Width);

        Compare.Close(golden["output/encoder_last_hidden_state"], states);
    }

    [Fact]
    public void Scores_answers_with_the_reference_logits()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Plain(Name);
        var shape = golden.Model.Shape;
        var inputs = golden.Tokens("input/input_ids", "input/attention_mask");
        var answers = golden.Tokens("input/labels");
        var route = Route.OfExperts(new int[shape.Layers], shape.Experts);

        var actual = new AnswerScorer(golden.Model)
            .LogLikelihoods(route, ComputationMode.Dense, inputs, answers, shape.DecoderStartId);

        var logp = Compare.Floats(golden.Tensor("output/logits").log_softmax(-1));
        var expected = new float[answers.Rows];
        for (var i = 0; i < answers.Ids.Length; i++)
        {
            if (answers.Mask[i] != 0) expected[i / answers.Columns] += logp[i * shape.VocabularySize + answers.Ids[i]];
        }
        Compare.Close("log-likelihoods", expected, Array.ConvertAll(actual, value => (float)value));
    }
}
