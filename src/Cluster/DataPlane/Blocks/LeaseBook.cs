namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// The published blocks of this node. A lease ends by releases, by time or with its step; its block is freed then, or, if
/// it is just being sent, when that is over.
/// </summary>
internal sealed class LeaseBook(TimeProvider time) : IDisposable
{
    // A part that lies within one piece of a pooled block.
    private const int CopyBytes = 1 << 20;

    private readonly Dictionary<ulong, Lease> leases = [];
    private ulong lastId;

    /// <summary>Leases that have not ended.</summary>
    public int Count
    {
        get
        {
            lock (leases) return leases.Count;
        }
    }

    /// <summary>Takes over a block under a lease.</summary>
    /// <returns>Its id.</returns>
    public ulong Publish(Block block, BlockDescription description, LeaseTerms terms)
    {
        if (block.Length != description.Bytes)
        {
            throw new ArgumentException(
                $"The block has {block.Length} bytes, expected {description.Bytes} for {description.Type} " +
                $"[{string.Join(", ", description.Shape)}].", nameof(block));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Uses, 1);
        lock (leases)
        {
            leases.Add(++lastId, new Lease(new SharedBlock(block, description), terms.Step, time.GetTimestamp(), terms.Duration)
            {
                Uses = terms.Uses,
            });
            return lastId;
        }
    }

    /// <summary>The block of a lease, held for the caller; null when there is none, or none any more.</summary>
    public SharedBlock? Hold(ulong id)
    {
        lock (leases) return leases.TryGetValue(id, out var lease) && lease.Shared.TryHold() ? lease.Shared : null;
    }

    /// <summary>Copies the block of a lease for a receiver on this node, and counts it as released.</summary>
    /// <exception cref="DataPlaneException">The lease has ended, or the block is not what the handle says.</exception>
    public void Copy(BlockHandle handle, Block destination)
    {
        if (Hold(handle.Id) is not { } shared)
            throw new DataPlaneException(DataPlaneFailure.Gone, $"The lease of block {handle.Id} of this node has ended.");
        try
        {
            if (!shared.Description.Equals(handle.Description) || destination.Length != shared.Block.Length)
            {
                throw new DataPlaneException(DataPlaneFailure.Mismatch,
                    $"Block {handle.Id} of this node is not what its handle says.");
            }
            for (long offset = 0; offset < destination.Length; offset += CopyBytes)
            {
                var count = (int)Math.Min(CopyBytes, destination.Length - offset);
                shared.Block.Bytes(offset, count).CopyTo(destination.Bytes(offset, count));
            }
        }
        finally
        {
            shared.LetGo();
        }
        Release(handle.Id);
    }

    /// <summary>
    /// One receiver needs it no more. A release that comes too late or twice finds nothing, or counts for another receiver.
    /// </summary>
    public void Release(ulong id)
    {
        lock (leases)
        {
            if (leases.TryGetValue(id, out var lease) && --lease.Uses <= 0) End(id, lease);
        }
    }

    /// <summary>Ends every lease of steps before one.</summary>
    public void EndSteps(long before) => EndWhere(lease => lease.Step < before);

    /// <summary>Ends every lease whose time is over.</summary>
    /// <returns>How many.</returns>
    public int EndDue() => EndWhere(lease => time.GetElapsedTime(lease.Begun) >= lease.Duration);

    /// <summary>Ends all.</summary>
    public void Dispose() => EndWhere(_ => true);

    private int EndWhere(Func<Lease, bool> condition)
    {
        lock (leases)
        {
            var ending = leases.Where(pair => condition(pair.Value)).ToList();
            foreach (var (id, lease) in ending) End(id, lease);
            return ending.Count;
        }
    }

    private void End(ulong id, Lease lease)
    {
        leases.Remove(id);
        lease.Shared.LetGo();
    }

    private sealed record Lease(SharedBlock Shared, long Step, long Begun, TimeSpan Duration)
    {
        public int Uses { get; set; }
    }
}
