using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>A block of ones whose second chunk is not there before it is let through: a sender that stands still half way.</summary>
internal sealed class GatedBlock(int length) : Block
{
    private readonly byte[] bytes = Enumerable.Repeat((byte)1, length).ToArray();
    private readonly ManualResetEventSlim gate = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the sender has come to the gate.</summary>
    public Task Reached => reached.Task;

    public override long Length => bytes.Length;

    public void Open() => gate.Set();

    public override Span<byte> Bytes(long offset, int count)
    {
        if (offset > 0)
        {
            reached.TrySetResult();
            gate.Wait();
        }
        return bytes.AsSpan((int)offset, count);
    }

    public override void Dispose() => gate.Set();
}
