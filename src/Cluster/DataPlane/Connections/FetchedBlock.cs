using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>One attempt to get a block: where it goes, how far it came, and its end.</summary>
internal sealed class FetchedBlock(Block? destination, long offset) : IBlockReceiver
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the bytes go; null until the peer has said how many there are.</summary>
    public Block? Destination { get; private set; } = destination;

    /// <summary>What the block is, once it is whole.</summary>
    public BlockDescription? Description { get; private set; }

    /// <summary>Bytes that are here and were checked: where another attempt goes on.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Ends when the block is whole, abandoned or lost; nobody writes into the destination any more then.</summary>
    public Task Ended => ended.Task;

    /// <inheritdoc/>
    public void Received(IncomingBlock block)
    {
        Note(block);
        ended.TrySetResult();
    }

    /// <inheritdoc/>
    public void Abandoned(IncomingBlock block)
    {
        Note(block);
        ended.TrySetCanceled();
    }

    /// <inheritdoc/>
    public void Failed(IncomingBlock block, DataPlaneException failure)
    {
        Note(block);
        ended.TrySetException(failure);
    }

    private void Note(IncomingBlock block) => (Destination, Description, Offset) = (block.Destination, block.Description, block.Offset);
}
