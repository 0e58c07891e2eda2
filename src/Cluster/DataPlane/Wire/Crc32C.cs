using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Moe.Cluster.DataPlane.Wire;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) with the processor's own instruction. That instruction takes three turns to
/// answer but can begin one every turn, so long inputs are summed in three lanes side by side, which are then joined: the
/// checksum is linear, and moving a lane's remainder past the next lane's bytes is four table look-ups.
/// </summary>
internal static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;
    private const int LaneBytes = 4096;
    private const int WordBytes = sizeof(ulong);
    private const int LaneWords = LaneBytes / WordBytes;

    // Tables[k][v]: the remainder of byte v followed by k zero bytes.
    private static readonly uint[][] Tables = BuildTables();

    // PastLane[k][v]: the remainder v << 8k moved past LaneBytes zero bytes.
    private static readonly uint[][] PastLane = BuildPastLane();

    private static bool HasInstruction => BitConverter.IsLittleEndian && (Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported);

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~(HasInstruction ? Hardware(uint.MaxValue, bytes) : Software(uint.MaxValue, bytes));

    /// <summary>The checksum as any processor computes it; slower, for those without the instruction.</summary>
    public static uint OfInSoftware(ReadOnlySpan<byte> bytes) => ~Software(uint.MaxValue, bytes);

    private static uint Hardware(uint remainder, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * LaneBytes)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes[..(3 * LaneBytes)]);
            (ulong a, ulong b, ulong c) = (remainder, 0, 0);
            // One index within bounds that the compiler can see: three instructions a turn and nothing between them.
            for (var word = 0; word < words.Length - (2 * LaneWords); word++)
            {
                a = Add(a, words[word]);
                b = Add(b, words[word + LaneWords]);
                c = Add(c, words[word + (2 * LaneWords)]);
            }
            remainder = MovedPastLane(MovedPastLane((uint)a) ^ (uint)b) ^ (uint)c;
            bytes = bytes[(3 * LaneBytes)..];
        }
        var rest = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in rest) remainder = (uint)Add(remainder, word);
        return BytewiseSoftware(remainder, bytes[(rest.Length * WordBytes)..]);
    }

    private static ulong Add(ulong remainder, ulong word) => Sse42.X64.IsSupported
        ? Sse42.X64.Crc32(remainder, word)
        : ArmCrc32.Arm64.ComputeCrc32C((uint)remainder, word);

    private static uint MovedPastLane(uint remainder) =>
        PastLane[0][(byte)remainder] ^ PastLane[1][(byte)(remainder >> 8)]
        ^ PastLane[2][(byte)(remainder >> 16)] ^ PastLane[3][remainder >> 24];

    private static uint Software(uint remainder, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= WordBytes)
        {
            var low = remainder ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            remainder = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
            bytes = bytes[WordBytes..];
        }
        return BytewiseSoftware(remainder, bytes);
    }

    private static uint BytewiseSoftware(uint remainder, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) remainder = (remainder >> 8) ^ Tables[0][(byte)(remainder ^ value)];
        return remainder;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[WordBytes][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var remainder = table == 0 ? value : tables[table - 1][value];
                for (var bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
                tables[table][value] = remainder;
            }
        }
        return tables;
    }

    private static uint[][] BuildPastLane()
    {
        var zeros = new byte[LaneBytes];
        // Linear: the image of a word is the exclusive or of the images of its bits.
        var imageOfBit = Enumerable.Range(0, 32).Select(bit => Software(1u << bit, zeros)).ToArray();
        return
        [
            .. Enumerable.Range(0, 4).Select(position => Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8)
                .Where(bit => (value >> bit & 1) != 0)
                .Aggregate(0u, (image, bit) => image ^ imageOfBit[8 * position + bit])).ToArray()),
        ];
    }
}
