namespace Moe.Model.Weights;

/// <summary>The checksum of zip archives (polynomial 0xEDB88320), which .NET's reader does not compare.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int TableCount = 8;

    private static readonly uint[][] Tables = BuildTables();

    /// <summary>The checksum of <paramref name="bytes"/>; eight bytes a turn, a table for each.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        while (bytes.Length >= TableCount)
        {
            var low = remainder ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            remainder = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)]
                ^ Tables[4][low >> 24] ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]]
                ^ Tables[0][bytes[7]];
            bytes = bytes[TableCount..];
        }
        foreach (var value in bytes)
            remainder = (remainder >> 8) ^ Tables[0][(byte)(remainder ^ value)];
        return ~remainder;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[TableCount][];
        for (var table = 0; table < TableCount; table++)
        {
            tables[table] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var remainder = table == 0 ? value : tables[table - 1][value];
                for (var bit = 0; bit < 8; bit++)
                    remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
                tables[table][value] = remainder;
            }
        }
        return tables;
    }
}
