using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Kernel;

public sealed class SimulatedNetworkSpecs
{
    private const int Messages = 4000;
    private readonly SimulationKernel kernel = new(17);
    private readonly List<int> arrived = [];
    private readonly SimulatedNetwork network;

    public SimulatedNetworkSpecs() => network = new SimulatedNetwork(kernel);

    [Fact]
    public void A_quiet_network_loses_nothing_and_keeps_the_order_of_a_link()
    {
        SendAll();

        Assert.Equal(Enumerable.Range(0, Messages), arrived);
    }

    [Fact]
    public void Messages_are_lost_come_twice_and_overtake_each_other_as_often_as_the_conditions_say()
    {
        network.Conditions = new LinkConditions { Loss = 0.1, Duplication = 0.05, Reordering = 0.02 };
        SendAll();

        Assert.InRange(network.Count.Lost, 0.08 * Messages, 0.12 * Messages);
        Assert.InRange(network.Count.Doubled, 0.035 * Messages, 0.065 * Messages);
        Assert.Equal(Messages - network.Count.Lost + network.Count.Doubled, arrived.Count);
        Assert.InRange(arrived.Zip(arrived.Skip(1)).Count(pair => pair.First > pair.Second), 20, 400);
    }

    [Fact]
    public void Bytes_take_time_and_wait_for_those_before_them()
    {
        network.Conditions = new LinkConditions { BytesPerSecond = 1e6, Jitter = TimeSpan.Zero, Latency = TimeSpan.FromMilliseconds(1) };
        var times = new List<TimeSpan>();
        for (var i = 0; i < 2; i++) network.Send("a", "b", 500_000, () => times.Add(kernel.Now));
        kernel.RunFor(TimeSpan.FromSeconds(5));

        Assert.Equal([TimeSpan.FromMilliseconds(501), TimeSpan.FromMilliseconds(1001)], times);
    }

    [Fact]
    public void A_partition_stops_both_directions_until_it_heals_and_takes_what_is_on_its_way()
    {
        network.Send("a", "b", 0, () => arrived.Add(0));
        network.Partition(["a"], ["b", "c"], TimeSpan.FromSeconds(1));
        network.Send("a", "b", 0, () => arrived.Add(1));
        network.Send("c", "a", 0, () => arrived.Add(2));
        network.Send("b", "c", 0, () => arrived.Add(3));
        kernel.RunFor(TimeSpan.FromSeconds(2));
        network.Send("a", "b", 0, () => arrived.Add(4));
        kernel.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([3, 4], arrived);
    }

    [Fact]
    public void One_direction_may_be_cut_alone_and_two_cuts_heal_one_by_one()
    {
        network.Cut("a", "b");
        network.Cut("a", "b");
        network.Heal("a", "b");
        network.Send("a", "b", 0, () => arrived.Add(1));
        network.Send("b", "a", 0, () => arrived.Add(2));
        kernel.RunFor(TimeSpan.FromSeconds(1));
        network.Heal("a", "b");
        network.Send("a", "b", 0, () => arrived.Add(3));
        kernel.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([2, 3], arrived);
    }

    private void SendAll()
    {
        for (var i = 0; i < Messages; i++)
        {
            var number = i;
            kernel.After(TimeSpan.FromMicroseconds(20 * i), () => network.Send("a", "b", 0, () => arrived.Add(number)));
        }
        kernel.RunFor(TimeSpan.FromMinutes(1));
    }
}
