using System.Text;
using Moe.Cluster.DataPlane.Wire;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class Crc32CSpecs
{
    [Fact]
    public void Gives_the_published_checksums()
    {
        // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
        AssertAll(0xE3069283, Encoding.ASCII.GetBytes("123456789"));
        AssertAll(0x8A9136AA, new byte[32]);
        AssertAll(0x62A8AB43, Enumerable.Repeat((byte)0xFF, 32).ToArray());
        AssertAll(0x46DD794E, Enumerable.Range(0, 32).Select(value => (byte)value).ToArray());
        AssertAll(0x113FDB5C, Enumerable.Range(0, 32).Select(value => (byte)(31 - value)).ToArray());
        AssertAll(0, []);
    }

    [Fact]
    public void All_ways_agree_at_every_length_and_in_pieces()
    {
        var bytes = new byte[70_000];
        new Random(7).NextBytes(bytes);
        var lengths = Enumerable.Range(0, 300).Concat([1023, 1024, 1025, 4096, 12_287, 12_288, 12_289, 36_865, bytes.Length]);

        foreach (var length in lengths)
        {
            var part = bytes.AsSpan(0, length);
            AssertAll(Crc32C.OfInSoftware(part), part);
            Assert.Equal(Crc32C.Of(part), ~Crc32C.Append(Crc32C.Append(uint.MaxValue, part[..(length / 3)]), part[(length / 3)..]));
        }
    }

    private static void AssertAll(uint expected, ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(expected, Crc32C.Of(bytes));
        Assert.Equal(expected, Crc32C.OfByInstruction(bytes));
        Assert.Equal(expected, Crc32C.OfInSoftware(bytes));
    }
}
