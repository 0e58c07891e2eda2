using Moe.Model.Routing;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// The training path with layers in bfloat16 against the authors' float32: what rounding to 8 bits costs, and that it is
/// only rounding. The operators are the processor's; a GPU's round at other places.
/// </summary>
public sealed class BFloat16GoldenSpecs
{
    [Theory]
    [InlineData("model-softmax")]
    [InlineData("model-softmax-lstm")]
    [InlineData("model-gumbel")]
    [InlineData("model-gumbel-st")]
    public void Gives_the_loss_the_logits_and_the_gradients_of_the_reference_within_its_rounding(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Routed(name, computeType: torch.ScalarType.BFloat16);
        var (routes, _) = GoldenBatches.Routes(golden);

        var micro = new PlainMicroBatch(golden.Model, routes, ComputationMode.Dense, golden.Number("label_smoothing"));
        var (loss, _, _) = micro.Run(GoldenBatches.Of(golden, "input/"), null, _ => true);

        AssertWithin("loss", Compare.RelativeError(golden["output/loss"].ToSingles(), [(float)loss]), Tolerances.BFloat16Loss);
        if (golden.Has("output/logits"))
        {
            var logits = golden.Model.Vocabulary.Logits(micro.Decoded_BUD!.view(-1, golden.Model.Shape.Width));
            AssertWithin("logits", Compare.RelativeError(golden["output/logits"].ToSingles(), Compare.Floats(logits)),
                Tolerances.BFloat16);
        }
        List<float> expected = [], found = [];
        foreach (var (parameter, gradient) in golden.Under("grad/model."))
        {
            var (owner, own) = golden.Parameter("model." + parameter);
            expected.AddRange(gradient.ToSingles());
            found.AddRange(Compare.Floats(owner.Gradient(own)));
        }
        var error = Compare.RelativeError([.. expected], [.. found]);
        AssertWithin("all gradients", error, Tolerances.BFloat16);
        Assert.True(error > Tolerances.Relative, $"relative error {error:e2}: the layers computed in float32.");
    }

    private static void AssertWithin(string what, double error, double allowed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {error:e2}");
        Assert.True(error <= allowed, $"{what}: relative error {error:e2}, at most {allowed:e0} allowed.");
    }
}
