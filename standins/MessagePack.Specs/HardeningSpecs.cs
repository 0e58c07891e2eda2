using System.Buffers;
using Xunit;

namespace MessagePack.Specs;

/// <summary>What a hostile or damaged message cannot do.</summary>
public sealed class HardeningSpecs
{
    private static readonly MessagePackSerializerOptions _untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    [Theory]
    [InlineData("DDFFFFFFFF")]
    [InlineData("DD7FFFFFFF0102")]
    [InlineData("DC0004010203")]
    [InlineData("C67FFFFFFF00")]
    [InlineData("DB7FFFFFFF61")]
    [InlineData("C97FFFFFFFFF00")]
    [InlineData("DF7FFFFFFF0102")]
    [InlineData("CE0102")]
    [InlineData("CB00")]
    [InlineData("")]
    public void Refuses_lengths_beyond_the_end_before_allocating(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsAny<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<int[]>(bytes));
        Assert.ThrowsAny<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<byte[]>(bytes));
        Assert.ThrowsAny<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<string>(bytes));
        Assert.ThrowsAny<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Dictionary<int, int>>(bytes));
        Assert.ThrowsAny<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<DateTime>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Refuses_every_prefix_of_a_message()
    {
        byte[] bytes = MessagePackSerializer.Serialize(new Derived(300, "a name"));
        for (int length = 0; length < bytes.Length; length++)
        {
            ReadOnlyMemory<byte> prefix = bytes.AsMemory(0, length);
            var refusal = Assert.Throws<MessagePackSerializationException>(
                () => MessagePackSerializer.Deserialize<Derived>(prefix));
            Assert.IsType<EndOfStreamException>(refusal.InnerException);
        }
    }

    [Fact]
    public void Survives_random_bytes()
    {
        var random = new Random(20);
        var graph = new RandomGraph(8);
        byte[][] messages =
            [.. Enumerable.Range(0, 5).Select(_ => MessagePackSerializer.Serialize(graph.Draw().Versions))];
        for (int i = 0; i < 1_000; i++)
        {
            byte[] bytes = [.. messages[i % messages.Length]];
            for (int change = 0; change < 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Exception? failure = Record.Exception(
                () => MessagePackSerializer.Deserialize<IReadOnlyDictionary<int, Version>>(bytes, _untrusted));
            Assert.True(failure is null or MessagePackSerializationException, failure?.ToString());
        }
    }

    [Theory]
    [InlineData(499, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Limits_the_depth_of_what_it_reads(int depth, bool isAllowed)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        if (isAllowed)
        {
            Assert.NotNull(MessagePackSerializer.Deserialize<Node>(bytes, _untrusted));
            return;
        }

        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Node>(bytes, _untrusted));
        Assert.IsType<InsufficientExecutionStackException>(refusal.InnerException);
        Assert.Contains("exceeds the maximum depth allowed of 500", refusal.InnerException.Message);
    }

    [Fact]
    public void Takes_another_limit_of_depth()
    {
        MessagePackSerializerOptions shallow =
            _untrusted.WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(2));
        Assert.NotNull(MessagePackSerializer.Deserialize<Node>(Convert.FromHexString("9191C0"), shallow));
        Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Node>(Convert.FromHexString("919191C0"), shallow));
        Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Node[][]>(Convert.FromHexString("919191C0"), shallow));
    }

    [Fact]
    public void Skips_deep_nesting_without_using_the_stack()
    {
        byte[] bytes = [0x94, 0xa0, 0x00, 0x00, .. Enumerable.Repeat((byte)0x91, 200_000), 0xc0];
        Assert.Equal(new Expert("", 0, 0), MessagePackSerializer.Deserialize<Expert>(bytes, _untrusted));
    }

    [Fact]
    public void Stops_at_a_graph_that_contains_itself()
    {
        Assert.SkipUnless(Original.IsReplaced, "The package ends the process here.");
        var node = new Node();
        node.Next = node;
        var refusal = Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Serialize(node));
        Assert.IsType<InsufficientExecutionStackException>(refusal.InnerException);
    }

    [Fact]
    public void Refuses_a_key_that_comes_twice()
    {
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Dictionary<int, int>>(Convert.FromHexString("8201020103")));
        Assert.IsType<ArgumentException>(refusal.InnerException);
    }

    [Fact]
    public void Uses_keyed_hashes_for_untrusted_keys_and_refuses_types_without_one()
    {
        IEqualityComparer<long> comparer = MessagePackSecurity.UntrustedData.GetEqualityComparer<long>();
        int[] hashes = [.. Enumerable.Range(0, 1_000).Select(i => comparer.GetHashCode((long)i << 32 | (uint)i))];
        Assert.InRange(hashes.Distinct().Count(), 999, 1_000);
        Assert.Single(Enumerable.Range(0, 1_000).Select(i => ((long)i << 32 | (uint)i).GetHashCode()).Distinct());
        Assert.Same(EqualityComparer<long>.Default, MessagePackSecurity.TrustedData.GetEqualityComparer<long>());
        Assert.Throws<TypeAccessException>(() => MessagePackSecurity.UntrustedData.GetEqualityComparer<(int, int)>());
    }

    [Fact]
    public void Hashes_equal_values_equally()
    {
        IEqualityComparer<double> doubles = MessagePackSecurity.UntrustedData.GetEqualityComparer<double>();
        Assert.Equal(doubles.GetHashCode(0.0), doubles.GetHashCode(-0.0));
        Assert.Equal(
            doubles.GetHashCode(double.NaN),
            doubles.GetHashCode(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(double.NaN) ^ 1)));
        IEqualityComparer<string> strings = MessagePackSecurity.UntrustedData.GetEqualityComparer<string>();
        Assert.Equal(strings.GetHashCode("task"), strings.GetHashCode(new string("task".AsSpan())));
        IEqualityComparer<Kind> kinds = MessagePackSecurity.UntrustedData.GetEqualityComparer<Kind>();
        Assert.Equal(kinds.GetHashCode(Kind.Decoder), kinds.GetHashCode((Kind)200));
    }

    [Fact]
    public void Refuses_a_number_that_does_not_fit()
    {
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<byte>(MessagePackSerializer.Serialize(-1)));
        Assert.IsType<OverflowException>(refusal.InnerException);
        refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<long>(MessagePackSerializer.Serialize(ulong.MaxValue)));
        Assert.IsType<OverflowException>(refusal.InnerException);
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        byte[] bytes = MessagePackSerializer.Serialize(new List<Leaf> { new(1) });
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<List<Leaf>>(bytes, null, source.Token));
        Assert.IsType<OperationCanceledException>(refusal.InnerException);
    }

    [Fact]
    public void Reads_a_message_that_lies_in_pieces()
    {
        var graph = new RandomGraph(11);
        byte[] bytes = MessagePackSerializer.Serialize(graph.Draw());
        foreach (int pieceBytes in new[] { 1, 3, 7 })
        {
            ReadOnlySequence<byte> pieces = Pieces.Of(bytes, pieceBytes);
            Assert.Equal(
                bytes, MessagePackSerializer.Serialize(MessagePackSerializer.Deserialize<Everything>(pieces)));
        }
    }
}
