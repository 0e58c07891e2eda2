using Moe.Actors;
using Moe.Actors.Lanes;
using Moe.Model;
using Moe.Model.Failures;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Lanes;

public sealed class DeviceLanesSpecs
{
    [Fact]
    public void Shares_the_processors_lanes_between_the_node_and_its_experts()
    {
        using var lanes = new DeviceLanes(new NodeSettings { Lanes = 2 });

        Assert.Equal(2, lanes.Main.Count);
        Assert.Same(lanes.Main, lanes.LanesOf(new ExpertId(ExpertKind.Encoder, 0, 1)));
        Assert.Equal(DeviceType.CPU, lanes.DeviceOf(ExpertId.Vocabulary).type);
    }

    [Theory]
    [InlineData("auto", false)]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public void Keeps_the_graph_on_a_processor_unless_told_otherwise(string recompute, bool expected)
    {
        using var lanes = new DeviceLanes(new NodeSettings { Lanes = 1, Recompute = recompute });

        Assert.Equal(expected, lanes.Recompute(lanes.Device));
    }

    [Fact]
    public void Takes_one_lane_a_core_when_none_are_asked_for() =>
        Assert.Equal(Environment.ProcessorCount, DeviceLanes.ProcessorLanes(new NodeSettings()));

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:first")]
    public void Refuses_a_device_whose_name_means_nothing(string name)
    {
        var failure = Assert.Throws<ConfigurationException>(() => new DeviceLanes(new NodeSettings { Device = name }));

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_device_that_this_machine_does_not_have() => Assert.Throws<EnvironmentException>(
        () => new DeviceLanes(new NodeSettings { Device = "cuda:999" }));
}
