using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// The training path itself, pass by pass as expert actors run it, against the authors' code: loss, logits and the
/// gradient of every parameter of the routed model.
/// </summary>
public sealed class ModelGoldenSpecs
{
    [Theory]
    [InlineData("model-softmax")]
    [InlineData("model-softmax-lstm")]
    [InlineData("model-gumbel")]
    [InlineData("model-gumbel-st")]
    public void Gives_the_loss_and_every_gradient_of_the_reference(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Routed(name);
        var (routes, _) = GoldenBatches.Routes(golden);

        var micro = new PlainMicroBatch(golden.Model, routes, ComputationMode.Dense, golden.Number("label_smoothing"));
        var (loss, _, _) = micro.Run(GoldenBatches.Of(golden, "input/"), null, _ => true);

        Compare.Close("loss", golden["output/loss"].ToSingles(), [(float)loss]);
        if (golden.Has("output/logits"))
        {
            var decoded = micro.Decoded_BUD!;
            var logits = golden.Model.Vocabulary.Logits(decoded.view(-1, golden.Model.Shape.Width));
            Compare.Close(golden["output/logits"], logits.view(decoded.shape[0], decoded.shape[1], -1));
        }
        foreach (var (parameter, gradient) in golden.Under("grad/model."))
        {
            var (owner, own) = golden.Parameter("model." + parameter);
            Compare.GradientClose(gradient, owner.Gradient(own));
        }
    }

    [Fact]
    public void A_recomputed_pass_gives_the_same_bits()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Routed("model-softmax");
        var layer = golden.Model.Layer(new ExpertId(ExpertKind.Encoder, 0, 0));
        var parameters = golden.Model.Parameters[new ExpertId(ExpertKind.Encoder, 0, 0)];
        var batch = GoldenBatches.Of(golden, "input/");
        using var embedded = golden.Model.Vocabulary.Embed(ExpertKind.Encoder, batch.Source, batch.Rows, PassSettings.Evaluation);
        var stream = RandomStream.For(1, 2, 3, "expert", "dropout");
        var input = new LayerInput(embedded.Output_BTD, batch.SourcePadding);
        var gradient = torch.ones_like(embedded.Output_BTD);
        var results = new List<float[]>();
        foreach (var recompute in new[] { false, true })
        {
            using var pass = layer.Forward(input, new PassSettings(true, stream, recompute));
            var back = pass.Backward(gradient);
            pass.AddWeightGradients(overwrite: true);
            results.Add([.. Compare.Floats(pass.Output_BTD), .. Compare.Floats(back.Hidden_BTD), .. Compare.Floats(parameters.Gradients)]);
        }
        Assert.Equal(results[0], results[1]);
    }
}
