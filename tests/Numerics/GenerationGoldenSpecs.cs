using Moe.Model.Decoding;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>Greedy search and beam search against the reference's, id by id.</summary>
public sealed class GenerationGoldenSpecs
{
    public static TheoryData<string, ComputationMode, int> Searches() => new()
    {
        { "generate-dense", ComputationMode.Dense, 1 },
        { "generate-dense", ComputationMode.Dense, 4 },
        { "generate-sparse", ComputationMode.Sparse, 1 },
        { "generate-sparse", ComputationMode.Sparse, 4 },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void Writes_the_answers_of_the_reference(string name, ComputationMode mode, int beams)
    {
        using var golden = GoldenModel.Routed(name);
        var shape = golden.Model.Shape;
        var route = new Route(shape.Layers, shape.Experts,
            golden.BothStacks("input/encoder_routes", "input/decoder_routes"));
        var settings = new GenerationSettings
        {
            MaxLength = golden.Integer("max_length"),
            Beams = beams,
            StartId = golden.Integer("generate_decoder_start_token_id"),
            EndId = golden.Integer("forced_eos_token_id"),
            LengthPenalty = golden.Number("length_penalty"),
        };

        var answers = new Generator(golden.Model)
            .Generate(route, mode, golden.Tokens("input/input_ids", "input/attention_mask"), settings);

        var expected = golden[$"output/beam{beams}"];
        var columns = (int)expected.Shape[1];
        var padded = answers.SelectMany(answer =>
            answer.Concat(Enumerable.Repeat(shape.PadId, columns - answer.Length))).Select(id => (long)id);
        Assert.Equal(expected.ToIntegers(), padded);
    }
}
