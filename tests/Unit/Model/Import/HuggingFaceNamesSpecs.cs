using Moe.Model;
using Moe.Model.Import;
using Moe.Model.Layers;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.Import;

public sealed class HuggingFaceNamesSpecs
{
    [Fact]
    public void Give_every_parameter_of_a_routed_model_a_name_of_its_own()
    {
        var shape = SmallModel.Shape with { VanillaEncoderLayers = [1] };
        string[] names =
        [
            .. shape.AllExperts().SelectMany(id =>
                ExpertFactory.LayoutOf(shape, id).Slots.Select(slot => HuggingFaceNames.Routed(shape, id, slot.Name))),
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("model.encoder.layers.0.blocks.2.self_attn.q_proj.weight", names);
        Assert.Contains("model.encoder.layers.1.self_attn.q_proj.weight", names);
        Assert.Contains("model.decoder.layers.1.blocks.0.encoder_attn_layer_norm.bias", names);
        Assert.Contains("model.shared.weight", names);
    }

    [Fact]
    public void Are_those_of_hugging_face_for_a_plain_bart()
    {
        // The names in a decoder layer of facebook/bart-base, written out.
        string[] expected =
        [
            "encoder_attn.k_proj.bias", "encoder_attn.k_proj.weight", "encoder_attn.out_proj.bias",
            "encoder_attn.out_proj.weight", "encoder_attn.q_proj.bias", "encoder_attn.q_proj.weight",
            "encoder_attn.v_proj.bias", "encoder_attn.v_proj.weight", "encoder_attn_layer_norm.bias",
            "encoder_attn_layer_norm.weight", "fc1.bias", "fc1.weight", "fc2.bias", "fc2.weight",
            "final_layer_norm.bias", "final_layer_norm.weight", "self_attn.k_proj.bias", "self_attn.k_proj.weight",
            "self_attn.out_proj.bias", "self_attn.out_proj.weight", "self_attn.q_proj.bias",
            "self_attn.q_proj.weight", "self_attn.v_proj.bias", "self_attn.v_proj.weight",
            "self_attn_layer_norm.bias", "self_attn_layer_norm.weight",
        ];
        var id = ExpertId.Parse("decoder.1.2");

        Assert.Equal(
            expected.Select(name => "model.decoder.layers.1." + name),
            ExpertFactory.LayoutOf(SmallModel.Shape, id).Slots.Select(slot => HuggingFaceNames.Plain(Backbone.Bart, id, slot.Name))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("shared.weight", "model.shared.weight")]
    [InlineData("encoder.layers.0.fc1.bias", "model.encoder.layers.0.fc1.bias")]
    [InlineData("model.shared.weight", "model.shared.weight")]
    [InlineData("lm_head.weight", "lm_head.weight")]
    [InlineData("final_logits_bias", "final_logits_bias")]
    [InlineData("router.model.proj.bias", "router.model.proj.bias")]
    public void Are_completed_when_a_file_of_the_bare_model_leaves_the_prefix_out(string name, string expected) =>
        Assert.Equal(expected, HuggingFaceNames.Full(Backbone.Bart, name));
}
