namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// Blocks that this node keeps under names, mostly for others: snapshots and states that move. Bounded: what is being
/// received counts from its announcement on.
/// </summary>
internal sealed class NamedBlocks(long bytesMax) : IDisposable
{
    /// <summary>A version that means the newest.</summary>
    public const long Newest = -1;

    private readonly Dictionary<(string Kind, string Owner), SortedList<long, SharedBlock>> versions = [];

    /// <summary>Bytes kept and announced.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sets room aside for a block; false when there is not enough.</summary>
    public bool TryReserve(long bytes)
    {
        lock (versions)
        {
            if (bytes < 0 || bytes > bytesMax - Bytes) return false;
            Bytes += bytes;
            return true;
        }
    }

    /// <summary>Gives back room whose block did not come.</summary>
    public void Unreserve(long bytes)
    {
        lock (versions) Bytes -= bytes;
    }

    /// <summary>Keeps a block whose room is reserved, in place of one with the same name.</summary>
    public void Put(BlockName name, SharedBlock block)
    {
        lock (versions)
        {
            if (!versions.TryGetValue((name.Kind, name.Owner), out var kept)) versions[(name.Kind, name.Owner)] = kept = [];
            if (kept.Remove(name.Version, out var before)) Free(before);
            kept.Add(name.Version, block);
        }
    }

    /// <summary>A block and its version, held for the caller; null when it is not here.</summary>
    public (SharedBlock Block, long Version)? Hold(BlockName name)
    {
        lock (versions)
        {
            if (!versions.TryGetValue((name.Kind, name.Owner), out var kept) || kept.Count == 0) return null;
            var version = name.Version == Newest ? kept.Keys[^1] : name.Version;
            return kept.TryGetValue(version, out var block) && block.TryHold() ? (block, version) : null;
        }
    }

    /// <summary>Versions kept of a name, oldest first.</summary>
    public IReadOnlyList<long> Versions(string kind, string owner)
    {
        lock (versions) return versions.TryGetValue((kind, owner), out var kept) ? [.. kept.Keys] : [];
    }

    /// <summary>Forgets every version of a name below one.</summary>
    public void Drop(string kind, string owner, long below)
    {
        lock (versions)
        {
            if (!versions.TryGetValue((kind, owner), out var kept)) return;
            while (kept.Count > 0 && kept.Keys[0] < below)
            {
                Free(kept.Values[0]);
                kept.RemoveAt(0);
            }
            if (kept.Count == 0) versions.Remove((kind, owner));
        }
    }

    /// <summary>Forgets all.</summary>
    public void Dispose()
    {
        lock (versions)
        {
            foreach (var block in versions.Values.SelectMany(kept => kept.Values)) Free(block);
            versions.Clear();
        }
    }

    private void Free(SharedBlock block)
    {
        Bytes -= block.Block.Length;
        block.LetGo();
    }
}
