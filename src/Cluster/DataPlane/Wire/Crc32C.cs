using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Moe.Cluster.DataPlane.Wire;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), in the fastest of three ways the processor has. All rest on the checksum being
/// linear.
/// <list type="bullet">
/// <item>Carry-less products of 512 bits (Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ, 2009):
/// 256 bytes are folded onto the next 256 until 256 are left that have the same remainder.</item>
/// <item>The CRC instruction: it takes three turns to answer but can begin one every turn, so three lanes are summed side by
/// side and joined; moving a lane's remainder past the next lane's bytes is four table look-ups.</item>
/// <item>Tables, eight bytes a turn.</item>
/// </list>
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

    private const int FoldBytes = 256;

    // x^(n+32) and x^(n-32) modulo the polynomial, bits reversed and moved up by one, for a distance of n = 8 FoldBytes bits.
    private static readonly Vector512<ulong> FoldFactors = Vector512.Create(Vector128.Create(
        (ulong)PowerOfX((8 * FoldBytes) + 32) << 1, (ulong)PowerOfX((8 * FoldBytes) - 32) << 1));

    private static bool HasInstruction => BitConverter.IsLittleEndian && (Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported);

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>The sum so far, followed by more bytes. It begins with all ones, and its complement is the checksum.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        if (!HasInstruction) return Software(sum, bytes);
        if (Pclmulqdq.V512.IsSupported && bytes.Length >= 4 * FoldBytes) return Folded(sum, bytes);
        return Instruction(sum, bytes);
    }

    /// <summary>The checksum by the CRC instruction alone, where there is one.</summary>
    public static uint OfByInstruction(ReadOnlySpan<byte> bytes) =>
        ~(HasInstruction ? Instruction(uint.MaxValue, bytes) : Software(uint.MaxValue, bytes));

    /// <summary>The checksum as any processor computes it; slower, for those without the instruction.</summary>
    public static uint OfInSoftware(ReadOnlySpan<byte> bytes) => ~Software(uint.MaxValue, bytes);

    private static uint Folded(uint sum, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, Vector512<ulong>>(bytes);
        var factors = FoldFactors;
        var a = words[0] ^ Vector512.CreateScalar((ulong)sum);
        var b = words[1];
        var c = words[2];
        var d = words[3];
        words = words[4..];
        for (; words.Length >= 4; words = words[4..])
        {
            a = Fold(a, factors) ^ words[0];
            b = Fold(b, factors) ^ words[1];
            c = Fold(c, factors) ^ words[2];
            d = Fold(d, factors) ^ words[3];
        }
        ReadOnlySpan<Vector512<ulong>> folded = [a, b, c, d];
        var rest = bytes.Length % FoldBytes;
        return Instruction(Instruction(0, MemoryMarshal.AsBytes(folded)), bytes[^rest..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> value, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x11);

    private static uint PowerOfX(int exponent)
    {
        var power = 1u << 31;
        for (var times = 0; times < exponent; times++) power = (power >> 1) ^ ((power & 1) * Polynomial);
        return power;
    }

    private static uint Instruction(uint remainder, ReadOnlySpan<byte> bytes)
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
