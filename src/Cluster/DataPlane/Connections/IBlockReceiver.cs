namespace Moe.Cluster.DataPlane.Connections;

/// <summary>Who waits for a block; told its end once, after the reading thread has let go of the destination.</summary>
internal interface IBlockReceiver
{
    /// <summary>The block is whole.</summary>
    void Received(IncomingBlock block);

    /// <summary>The block was abandoned, and its destination is free.</summary>
    void Abandoned(IncomingBlock block);

    /// <summary>The block will not come.</summary>
    void Failed(IncomingBlock block, DataPlaneException failure);
}
