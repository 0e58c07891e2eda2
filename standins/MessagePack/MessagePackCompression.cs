namespace MessagePack;

/// <summary>How whole messages are compressed. Only <see cref="None"/> is supported here.</summary>
public enum MessagePackCompression
{
    None,
    Lz4Block,
    Lz4BlockArray,
}
