using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

[Collection(nameof(LeakSpecs))] // reads and seeds the process-wide generator
public class GeneratorSpecs : InScope
{
    public static TheoryData<string> Draws => [.. Table.Keys];

    private static readonly Dictionary<string, Func<Generator, Tensor>> Table = new()
    {
        ["rand"] = generator => rand(7, generator: generator),
        ["randn"] = generator => randn(7, generator: generator),
        ["randint"] = generator => randint(0, 100, [7], generator: generator),
        ["randint of ints"] = generator => randint(100, new[] { 7 }, generator: generator),
        ["randperm"] = generator => randperm(50, generator: generator),
        ["normal"] = generator => normal(1, 2, [7], generator: generator),
        ["normal of tensors"] = generator => torch.normal(zeros(7), ones(7), generator),
        ["bernoulli"] = generator => full(50, 0.5).bernoulli(generator),
        ["torch.bernoulli"] = generator => bernoulli(full(50, 0.5), generator),
        ["multinomial"] = generator => ones(20).multinomial(7, true, generator),
        ["torch.multinomial"] = generator => multinomial(ones(20), 7, generator: generator),
        ["bernoulli_"] = generator => empty(50).bernoulli_(0.3, generator),
        ["bernoulli_ of tensors"] = generator => empty(50).bernoulli_(full(50, 0.5), generator),
        ["normal_"] = generator => empty(7).normal_(1, 2, generator),
        ["uniform_"] = generator => empty(7).uniform_(-1, 1, generator),
        ["exponential_"] = generator => empty(7).exponential_(2, generator),
        ["random_"] = generator => empty(7).random_(0, 100, generator),
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Draws_the_same_for_the_same_seed_whatever_the_global_generator_does(string name)
    {
        var draw = Table[name];
        manual_seed(1);
        var globalBefore = rand(3);
        using var one = new Generator(42);
        using var other = new Generator(42);
        using var different = new Generator(43);
        manual_seed(1);
        var first = draw(one);
        Equal(globalBefore, rand(3), 0);
        Equal(first, draw(other), 0);
        Assert.False(first.Equals(draw(different)));
        Assert.False(first.Equals(draw(one)));
    }

    [Fact]
    public void Goes_back_to_a_state()
    {
        using var generator = new Generator(5);
        var state = generator.get_state();
        var first = rand(4, generator: generator);
        generator.set_state(state);
        Equal(first, rand(4, generator: generator), 0);
        Assert.Same(generator, generator.manual_seed(5));
        Equal(first, rand(4, generator: generator), 0);
        Assert.Equal(5, generator.initial_seed());
        Assert.Equal(DeviceType.CPU, generator.device.type);
        generator.seed();
        Assert.False(first.Equals(rand(4, generator: generator)));
    }

    [Fact]
    public void Seeds_the_global_generator()
    {
        manual_seed(9).Dispose();
        var state = get_rng_state();
        var first = rand(4);
        Assert.Equal(9, initial_seed());
        manual_seed(9);
        Equal(first, rand(4), 0);
        set_rng_state(state);
        Equal(first, rand(4), 0);
        manual_seed(9);
        Equal(first, rand(4, generator: Generator.Default), 0);
    }

    [Fact]
    public void Draws_from_the_distributions_it_names()
    {
        const int Many = 100_000;
        using var generator = new Generator(3);
        AssertMoments(0.5, Math.Sqrt(1 / 12.0), rand(Many, generator: generator));
        AssertMoments(0, 1, randn(Many, generator: generator));
        AssertMoments(3, 2, normal(3, 2, [Many], generator: generator));
        AssertMoments(4.5, Math.Sqrt(99 / 12.0), randint(10, [Many], generator: generator).@float());
        AssertMoments(0.3, Math.Sqrt(0.21), empty(Many).bernoulli_(0.3, generator));
        AssertMoments(0.5, 0.5, empty(Many).exponential_(2, generator));
        AssertMoments(2, Math.Sqrt(36 / 12.0), empty(Many).uniform_(-1, 5, generator));
        double[] counting = [.. Enumerable.Range(0, 50)];
        Equal(counting, randperm(50, generator: generator).sort().Values);
    }

    [Fact]
    public void Refuses_to_draw_after_it_was_disposed()
    {
        Original.Skip("TorchSharp draws from the process-wide generator instead.");
        var generator = new Generator(3);
        generator.Dispose();
        generator.Dispose();
        Assert.Equal(0, generator.Handle);
        Assert.Throws<ObjectDisposedException>(() => rand(1, generator: generator));
    }

    private static void AssertMoments(double mean, double deviation, Tensor draws)
    {
        Assert.Equal(mean, draws.mean().ToDouble(), 0.03);
        Assert.Equal(deviation, draws.std().ToDouble(), 0.03);
    }
}
