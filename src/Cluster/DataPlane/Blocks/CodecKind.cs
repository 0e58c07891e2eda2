namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>How numbers are written on the wire. The values are the wire's.</summary>
internal enum CodecKind : byte
{
    /// <summary>As they are, bit by bit.</summary>
    None = 0,

    /// <summary>The upper half of a single, rounded to nearest, ties to even.</summary>
    BFloat16 = 1,

    /// <summary>Eight bits a number and a scale a group.</summary>
    Int8 = 2,
}
