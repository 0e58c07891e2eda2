namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>A block with its description and the number of those who still need it; the last one frees it.</summary>
internal sealed class SharedBlock(Block block, BlockDescription description)
{
    private int holders = 1;

    /// <summary>The block; only for who holds it.</summary>
    public Block Block => block;

    /// <summary>What it is.</summary>
    public BlockDescription Description => description;

    /// <summary>One holder more; false when it is freed already.</summary>
    public bool TryHold()
    {
        for (var seen = Volatile.Read(ref holders); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }
        return false;
    }

    /// <summary>One holder less.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0) block.Dispose();
    }
}
