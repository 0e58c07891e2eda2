using Moe.Actors;
using Moe.Actors.Benchmarks;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Ports;

public sealed class InProcessTensorChannelSpecs
{
    private static readonly InProcessTensorChannel Channel = new();

    [Fact]
    public void Passes_the_tensor_itself_where_no_move_is_needed()
    {
        using var scope = torch.NewDisposeScope();
        var offered = torch.ones(3);

        Assert.Same(offered, Channel.Accept(Channel.Offer(offered)));
        Assert.Same(offered, Channel.On(torch.CPU).Accept(Channel.Offer(offered)));
    }

    [Fact]
    public void Moves_what_an_owner_on_another_device_accepts_and_lets_go_of_the_original()
    {
        // The meta device keeps sizes and no numbers; it is there on every machine.
        using var scope = torch.NewDisposeScope();
        var offered = torch.ones(3, 2);
        torch.Tensor moved;
        using (torch.NewDisposeScope()) moved = Channel.On(torch.META).Accept(Channel.Offer(offered));

        Assert.Equal(DeviceType.META, moved.device.type);
        Assert.Equal([3L, 2], moved.shape);
        Assert.True(offered.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void Refuses_a_handle_whose_tensor_is_elsewhere()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Channel.Accept(new TensorHandle([3, 2], null)));

        Assert.Contains("[3, 2]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", false)]
    [InlineData("on", true)]
    public void Gives_each_expert_the_device_and_the_way_of_its_own(string recompute, bool expected)
    {
        using var lanes = new DeviceLanes(new NodeSettings { Lanes = 1, Recompute = recompute });
        var services = new NodeServices("node", 0, SmallRun.Settings(), lanes, new InProcessTensorChannel(torch.META),
            new DiscardedCheckpoints(), (_, _) => { }, !expected);
        using var scope = torch.NewDisposeScope();

        var own = services.For(ExpertId.Vocabulary);

        Assert.Equal(expected, own.Recompute);
        Assert.Equal(DeviceType.CPU, own.Channel.Accept(own.Channel.Offer(torch.ones(1))).device.type);
    }
}
