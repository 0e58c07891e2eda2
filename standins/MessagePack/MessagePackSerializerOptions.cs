namespace MessagePack;

/// <summary>How to write and read. Immutable; each With method returns a changed copy.</summary>
public class MessagePackSerializerOptions
{
    private MessagePackSerializerOptions(MessagePackSecurity security) => Security = security;

    /// <summary>The standard types and everything marked with attributes; trusted data; no compression.</summary>
    public static MessagePackSerializerOptions Standard { get; } = new(MessagePackSecurity.TrustedData);

    public MessagePackSecurity Security { get; }

    public MessagePackCompression Compression => MessagePackCompression.None;

    public MessagePackSerializerOptions WithSecurity(MessagePackSecurity security)
    {
        ArgumentNullException.ThrowIfNull(security);
        return ReferenceEquals(security, Security) ? this : new MessagePackSerializerOptions(security);
    }

    /// <exception cref="NotSupportedException">Any compression but None: it needs the MessagePack package.</exception>
    public MessagePackSerializerOptions WithCompression(MessagePackCompression compression) =>
        compression == MessagePackCompression.None
            ? this
            : throw new NotSupportedException(
                $"MessagePack compression {compression} was asked for, but the stand-in for MessagePack writes only "
                + "uncompressed messages (None). Build with the packages stack to use compression.");
}
