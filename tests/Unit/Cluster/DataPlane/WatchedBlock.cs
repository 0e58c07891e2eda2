using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>A block that tells whether it was freed.</summary>
internal sealed class WatchedBlock(int length) : Block
{
    private readonly byte[] bytes = new byte[length];
    private readonly TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsFreed => freed.Task.IsCompleted;

    public byte[] ToArray() => [.. bytes];

    public Task Freed => freed.Task;

    public override long Length => bytes.Length;

    public override Span<byte> Bytes(long offset, int count) => bytes.AsSpan((int)offset, count);

    public override void Dispose() => freed.SetResult();
}
