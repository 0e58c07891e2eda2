using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Kernel;

public sealed class SimulationKernelSpecs
{
    [Fact]
    public void Events_happen_in_the_order_of_their_time_and_then_of_their_making()
    {
        var kernel = new SimulationKernel(1);
        var happened = new List<string>();
        foreach (var (name, ms) in new[] { ("late", 30), ("first", 10), ("second", 10), ("third", 10) })
            kernel.After(TimeSpan.FromMilliseconds(ms), () => happened.Add(name));

        kernel.RunFor(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["first", "second", "third"], happened);
        Assert.Equal(TimeSpan.FromMilliseconds(20), kernel.Now);
        kernel.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal("late", happened[^1]);
    }

    [Fact]
    public void Running_until_a_condition_ends_with_it_or_with_the_limit()
    {
        var kernel = new SimulationKernel(1);
        var count = 0;
        void Again()
        {
            count++;
            kernel.After(TimeSpan.FromSeconds(1), Again);
        }

        Again();
        Assert.True(kernel.RunUntil(() => count == 5, TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(4), kernel.Now);
        Assert.False(kernel.RunUntil(() => false, TimeSpan.FromSeconds(10.5)));
        Assert.Equal(TimeSpan.FromSeconds(14.5), kernel.Now);
    }

    [Fact]
    public void What_throws_names_the_seed_the_time_and_what_happened_last()
    {
        var kernel = new SimulationKernel(4711);
        kernel.Trace("something before");
        kernel.After(TimeSpan.FromSeconds(2), () => throw new InvalidOperationException("the reason"));

        var failure = Assert.Throws<SimulationFailureException>(() => kernel.RunFor(TimeSpan.FromSeconds(3)));

        Assert.Contains("Seed 4711", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2.000000 s: the reason", failure.Message, StringComparison.Ordinal);
        Assert.Contains("something before", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_name_draws_does_not_depend_on_another()
    {
        var (alone, beside) = (new SimulationKernel(5), new SimulationKernel(5));
        beside.Draws("other").Uniform();

        Assert.Equal(alone.Draws("one").Uniform(), beside.Draws("one").Uniform());
        Assert.NotEqual(alone.Draws("one").Uniform(), alone.Draws("other").Uniform());
    }

    [Fact]
    public void An_invariant_is_looked_at_after_every_event()
    {
        var kernel = new SimulationKernel(1);
        var value = 0;
        kernel.AfterEvent = () => ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        for (var i = 0; i < 3; i++) kernel.After(TimeSpan.FromSeconds(i), () => value++);

        Assert.Throws<SimulationFailureException>(() => kernel.RunFor(TimeSpan.FromSeconds(5)));
        Assert.Equal(2, kernel.Events);
    }
}
