namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>A peer that has said all it will say, and swallows every answer.</summary>
internal sealed class FuzzedStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count)
    {
        // Nobody reads it.
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Nobody reads it.
    }
}
