using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// Each of the ten router networks against the authors' code: logits, and gradients of parameters and input.
/// </summary>
public sealed class RouterGoldenSpecs
{
    public static TheoryData<string> Networks() => [.. RouterNetworks.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gives_the_logits_and_gradients_of_the_reference(string network)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.RouterOnly("router-" + network);
        using var bag = new TensorBag();
        var leaves = RouterParameters.Leaves(golden.Router, bag);
        var embedding_BR = golden.Tensor("input/task_embed").requires_grad_();

        var logits_LBE = golden.Network.Forward(embedding_BR, leaves, PassSettings.Evaluation);
        torch.autograd.backward(logits_LBE, golden.Tensor("input/grad_logits"));
        using (torch.no_grad()) leaves.AddGradients();

        Compare.Close(network + " logits", golden.BothStacks("output/encoder_logits", "output/decoder_logits"),
            Compare.Floats(logits_LBE));
        Compare.Close(golden["grad/task_embed"], embedding_BR.grad!);
        var gradients = golden.Under("grad/model.").ToArray();
        Assert.Equal(golden.Network.Layout.Slots.Count, gradients.Length);
        foreach (var (parameter, gradient) in gradients)
            Compare.Close(gradient, golden.Router.Gradient("router.model." + parameter));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Names_its_parameters_as_the_reference_does(string network)
    {
        using var golden = GoldenModel.RouterOnly("router-" + network);

        Assert.Equal(
            golden.Under("weight/").Select(one => "router." + one.Name).Order(StringComparer.Ordinal),
            golden.Network.Layout.Slots.Select(slot => slot.Name).Order(StringComparer.Ordinal));
    }
}
