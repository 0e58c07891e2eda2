using System.Runtime.InteropServices;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class BlockCodecSpecs
{
    private static readonly BlockCodec[] All =
        [BlockCodec.None, BlockCodec.BFloat16, BlockCodec.Int8(64), BlockCodec.Int8(128), BlockCodec.Int8(256)];

    [Fact]
    public void None_keeps_every_bit()
    {
        float[] numbers = [0, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1.1f, BitConverter.Int32BitsToSingle(0x7F800001)];

        var arrived = Through(BlockCodec.None, numbers);

        Assert.Equal(numbers.Select(BitConverter.SingleToInt32Bits), arrived.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Bf16_is_off_by_at_most_one_part_in_256()
    {
        var numbers = Numbers(100_000);

        Assert.All(numbers.Zip(Through(BlockCodec.BFloat16, numbers)),
            pair => Assert.InRange(pair.Second, pair.First - (MathF.Abs(pair.First) / 256), pair.First + (MathF.Abs(pair.First) / 256)));
    }

    [Theory]
    // Half way between 1 and the next bfloat16, and between that and the one after: the even one is taken.
    [InlineData(0x3F808000u, 0x3F800000u)]
    [InlineData(0x3F818000u, 0x3F820000u)]
    [InlineData(0x3F808001u, 0x3F810000u)]
    [InlineData(0x7F7FFFFFu, 0x7F800000u)]
    [InlineData(0x80000000u, 0x80000000u)]
    [InlineData(0x7F800001u, 0x7FC00000u)]
    [InlineData(0xFF800000u, 0xFF800000u)]
    public void Bf16_rounds_to_nearest_even_and_keeps_what_is_not_a_number(uint number, uint expected) =>
        Assert.Equal(expected, BitConverter.SingleToUInt32Bits(Through(BlockCodec.BFloat16, [BitConverter.UInt32BitsToSingle(number)])[0]));

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void Int8_is_off_by_at_most_half_a_level_of_its_group(int group)
    {
        var numbers = Numbers(10_000 + (group / 2));
        var arrived = Through(BlockCodec.Int8(group), numbers);

        for (var at = 0; at < numbers.Length; at++)
        {
            var start = at / group * group;
            var largest = numbers.Skip(start).Take(group).Max(MathF.Abs);
            var half = largest / 254 * 1.00001f;
            Assert.True(MathF.Abs(arrived[at] - numbers[at]) <= half, $"{numbers[at]} arrived as {arrived[at]}, allowed is {half}");
        }
    }

    [Fact]
    public void Int8_hides_no_number_that_is_not_finite()
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var numbers = Numbers(192);
            numbers[70] = bad;
            var arrived = Through(BlockCodec.Int8(64), numbers);

            Assert.All(arrived[64..128], number => Assert.True(float.IsNaN(number)));
            Assert.All(arrived[..64].Concat(arrived[128..]), number => Assert.True(float.IsFinite(number)));
        }
    }

    [Fact]
    public void Int8_takes_zeros_and_the_smallest_and_largest_numbers()
    {
        Assert.All(Through(BlockCodec.Int8(64), new float[65]), number => Assert.Equal(0, number));
        foreach (var largest in new[] { float.Epsilon, 127 * float.Epsilon, 1e-42f, 1.18e-38f, float.MaxValue })
        {
            float[] numbers = [largest, -largest, largest / 3, 0];
            var half = Math.Max(largest / 254.0 * 1.00001, 100.0 * float.Epsilon);

            Assert.All(numbers.Zip(Through(BlockCodec.Int8(64), numbers)),
                pair => Assert.InRange((double)pair.Second, pair.First - half, pair.First + half));
        }
    }

    [Fact]
    public void Lengths_on_the_wire_follow_from_the_blocks_and_back()
    {
        foreach (var codec in All)
        {
            var possible = Enumerable.Range(1, 3000).Select(elements => codec.EncodedBytes(4 * elements)).ToHashSet();
            for (var elements = 1; elements <= 3000; elements++)
                Assert.Equal(4 * elements, codec.DecodedBytes(codec.EncodedBytes(4 * elements)));
            if (codec.Kind != CodecKind.None)
            {
                Assert.All(Enumerable.Range(1, 700).Where(length => !possible.Contains(length)),
                    length => Assert.Equal(-1, codec.DecodedBytes(length)));
            }
        }
    }

    [Fact]
    public void Codecs_are_made_of_known_kinds_and_groups_only()
    {
        Assert.False(BlockCodec.TryCreate(CodecKind.Int8, 100, out _));
        Assert.False(BlockCodec.TryCreate(CodecKind.Int8, 0, out _));
        Assert.False(BlockCodec.TryCreate(CodecKind.None, 64, out _));
        Assert.False(BlockCodec.TryCreate((CodecKind)9, 0, out _));
        Assert.False(BlockCodec.BFloat16.Fits(TensorDataType.Int64));
        Assert.Equal(["none", "bf16", "int8-64", "int8-128", "int8-256"], All.Select(codec => codec.ToString()));
    }

    private static float[] Through(BlockCodec codec, float[] numbers)
    {
        var block = MemoryMarshal.AsBytes(numbers.AsSpan());
        var wire = new byte[codec.EncodedBytes(block.Length)];
        var again = new byte[wire.Length];
        codec.Encode(block, wire);
        codec.Encode(block, again);
        Assert.Equal(wire, again);
        var arrived = new float[numbers.Length];
        codec.Decode(wire, MemoryMarshal.AsBytes(arrived.AsSpan()));
        return arrived;
    }

    private static float[] Numbers(int count)
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 6))))];
    }
}
