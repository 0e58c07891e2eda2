using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Initialization;

public sealed class RouterInitializationSpecs
{
    [Theory]
    [InlineData("lstm", "router.model.rnn.weight_hh_l0", 0.125 / 1.7320508)]
    [InlineData("lstm", "router.model.rnn.bias_ih_l0_reverse", 0.125 / 1.7320508)]
    [InlineData("lstm", "router.model.proj.weight", 0.02)]
    [InlineData("lstm", "router.model.pos_embed.weight", 0.02)]
    [InlineData("transformer", "router.model.transformer.self_attn.in_proj_weight", 0.0625)]
    [InlineData("transformer", "router.model.transformer.self_attn.out_proj.weight", 0.02)]
    [InlineData("linear_layer_specific", "router.model.router_units.5.linear1.weight", 0.02)]
    public void Draws_each_parameter_with_the_deviation_of_the_reference(
        string network, string parameter, double expected)
    {
        using var parameters = Filled(RouterNetworks.Create(network, 128, 64, 12, 3));

        Assert.Equal(expected, parameters.Weight(parameter).std().ToDouble(), 0.06 * expected);
    }

    [Fact]
    public void Starts_gains_at_one_and_other_biases_at_zero()
    {
        using var parameters = Filled(RouterNetworks.Create("transformer_layer_specific", 32, 16, 4, 3));

        var gains = parameters.Weight("router.model.transformer.norm1.weight").data<float>().ToArray();
        Assert.DoesNotContain(gains, value => value != 1);
        foreach (var slot in parameters.Layout.Slots.Where(slot => !slot.Decays))
            Assert.DoesNotContain(parameters.Weight(slot.Name).data<float>().ToArray(), value => value != 0);
    }

    [Fact]
    public void Lets_routes_of_linear_routers_start_near_equal_weights()
    {
        var network = RouterNetworks.Create("linear_layer_specific", 768, 64, 12, 3);
        using var parameters = Filled(network);
        using var tasks = TaskEmbeddingTable.Random(["one", "two"], 768, true, torch.CPU, seed: 3);

        var logits = new TaskRouter(network, parameters, tasks).Logits([0, 1]);
        var routes = new Selection(SelectionSettings.Default with { Mode = SelectionMode.Softmax })
            .Evaluate(logits, 1);

        Assert.All(routes.Weights_LBE.ToArray(), weight => Assert.InRange(weight, 0.2f, 0.47f));
    }

    private static FlatParameters Filled(IRouterNetwork network)
    {
        var parameters = new FlatParameters(network.Layout, torch.CPU);
        RouterInitialization.Fill(parameters, network.Shape, seed: 5);
        return parameters;
    }
}
