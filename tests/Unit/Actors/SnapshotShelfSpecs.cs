using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Ports;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors;

public sealed class SnapshotShelfSpecs : IDisposable
{
    private static readonly InProcessTensorChannel Channel = new();
    private readonly SnapshotShelf shelf = new(Channel);

    public void Dispose() => shelf.Dispose();

    [Fact]
    public void Keeps_a_part_for_a_further_step_when_the_older_one_is_dropped()
    {
        shelf.Put(State("one", 3, 1, 2));
        Assert.True(shelf.KeepAlso("one", 3, 7));
        Assert.Equal([new KeptPart("one", 3), new KeptPart("one", 7)], shelf.Parts);

        shelf.KeepOnly([7]);

        Assert.Null(shelf.Get("one", 3));
        Assert.Equal([1, 2], Read("one", 7));
    }

    [Fact]
    public void Keeps_a_part_for_a_further_step_in_place_of_what_it_had()
    {
        shelf.Put(State("one", 3, 1));
        shelf.Put(State("one", 7, 2));

        Assert.True(shelf.KeepAlso("one", 3, 7));
        Assert.True(shelf.KeepAlso("one", 7, 7));

        Assert.Equal([1], Read("one", 7));
    }

    [Fact]
    public void Does_not_keep_what_it_has_not()
    {
        shelf.Put(State("one", 3, 1));

        Assert.False(shelf.KeepAlso("one", 4, 7));
        Assert.False(shelf.KeepAlso("other", 3, 7));
        Assert.Single(shelf.Parts);
    }

    [Fact]
    public void Gives_a_part_as_often_as_it_is_asked_for()
    {
        shelf.Put(State("one", 3, 1, 2));

        Assert.Equal([1, 2], Read("one", 3));
        Assert.Equal([1, 2], Read("one", 3));
        Assert.Equal(5, shelf.Get("one", 3)!.Value.State.Updates);
    }

    private static NodeCommands.Keep State(string part, long step, params float[] weights) =>
        new(part, 0, step, new OfferedState(Channel.Offer(torch.tensor(weights)), null, null, 5));

    private float[] Read(string part, long step)
    {
        using var weights = Channel.Accept(shelf.Get(part, step)!.Value.State.Weights);
        return weights.data<float>().ToArray();
    }
}
