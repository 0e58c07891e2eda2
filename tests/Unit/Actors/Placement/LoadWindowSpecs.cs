using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Placement;

public sealed class LoadWindowSpecs
{
    private const int BytesPerToken = 8;
    private static readonly ExpertId FirstEncoder = new(ExpertKind.Encoder, 0, 1);
    private static readonly ExpertId SecondEncoder = new(ExpertKind.Encoder, 1, 0);
    private static readonly ExpertId FirstDecoder = new(ExpertKind.Decoder, 0, 2);
    private static readonly ExpertId SecondDecoder = new(ExpertKind.Decoder, 1, 1);
    private static readonly ExpertId[] Path = [ExpertId.Vocabulary, FirstEncoder, SecondEncoder, FirstDecoder, SecondDecoder];

    [Fact]
    public void States_go_through_the_layers_from_the_last_encoder_layer_to_each_decoder_layer_and_back_to_the_vocabulary()
    {
        LoadWindow window = new(1, BytesPerToken);

        window.Count(Path.Reverse(), 10);
        window.EndStep();

        Assert.Equal(
            [
                (ExpertId.Vocabulary, FirstEncoder), (FirstEncoder, SecondEncoder), (SecondEncoder, FirstDecoder),
                (FirstDecoder, SecondDecoder), (SecondEncoder, SecondDecoder), (ExpertId.Vocabulary, SecondDecoder),
            ],
            window.Newest!.Bytes.Keys);
        Assert.All(window.Newest.Bytes.Values, bytes => Assert.Equal(80, bytes));
        Assert.Equal(Path.Order(), window.Newest.Tokens.Keys.Order());
    }

    [Fact]
    public void Experts_of_a_layer_that_share_rows_share_the_bytes_to_the_next()
    {
        LoadWindow window = new(1, BytesPerToken);
        var beside = FirstEncoder with { Number = 2 };

        window.Count([ExpertId.Vocabulary, FirstEncoder, beside, SecondEncoder], 10);
        window.EndStep();

        Assert.Equal(40, window.Newest!.Bytes[(ExpertId.Vocabulary, beside)]);
        Assert.Equal(40, window.Newest.Bytes[(FirstEncoder, SecondEncoder)]);
    }

    [Fact]
    public void A_window_is_whole_after_its_steps_and_the_next_begins_with_nothing()
    {
        LoadWindow window = new(2, BytesPerToken);
        window.Count(Path, 10);
        Assert.False(window.EndStep());
        Assert.Null(window.Newest);
        window.Count(Path, 20);
        Assert.True(window.EndStep());
        Assert.Equal(30, window.Newest!.Tokens[FirstDecoder]);

        window.Count([ExpertId.Vocabulary], 7);
        Assert.Equal(30, window.Newest.Tokens[ExpertId.Vocabulary]);
        window.EndStep();
        window.EndStep();

        Assert.Equal([(ExpertId.Vocabulary, 7L)], window.Newest.Tokens.Select(entry => (entry.Key, entry.Value)));
        Assert.Empty(window.Newest.Bytes);
    }

    [Fact]
    public void A_window_of_no_steps_counts_nothing()
    {
        LoadWindow window = new(0, BytesPerToken);

        window.Count(Path, 10);

        Assert.False(window.EndStep());
        Assert.Null(window.Newest);
    }

    [Fact]
    public void Demands_follow_tokens_and_size_and_carry_the_traffic_of_a_step()
    {
        LoadWindow window = new(2, BytesPerToken);
        window.Count(Path, 10);
        window.EndStep();
        window.EndStep();

        var demands = window.Newest!.Demands(
            [new(ExpertId.Vocabulary, 300, 1, []), new(FirstEncoder, 100, 1, []), new(FirstEncoder with { Number = 0 }, 100, 1, [])]);

        Assert.Equal([3000.0, 1000, 0], demands.Select(demand => demand.Load));
        Assert.Equal([new ExpertTraffic(SecondEncoder, 40)], demands[1].Onward);
        Assert.Equal([300L, 100, 100], demands.Select(demand => demand.Bytes));
    }

    [Fact]
    public void Two_paths_that_do_not_meet_go_to_two_nodes()
    {
        var shape = SmallRun.Shape;
        RunPlacing placing = new(shape, new ReplicaSettings());
        NodeDescription[] nodes = [new("a", ["expert"], 1 << 20, 1), new("b", ["expert"], 1 << 20, 1)];
        LoadWindow window = new(1, 1 << 20);
        for (var path = 0; path < 2; path++)
        {
            window.Count(shape.AllExperts().Where(expert => expert.Kind != ExpertKind.Vocabulary && expert.Number == path), 1000);
        }
        window.EndStep();

        Dictionary<ExpertId, string> none = [];

        var placed = placing.Place(nodes, none, none, window.Newest);

        for (var path = 0; path < 2; path++)
        {
            Assert.Single(placed.Where(seat => seat.Key.Kind != ExpertKind.Vocabulary && seat.Key.Number == path)
                .Select(seat => seat.Value).Distinct());
        }
    }
}
