namespace Moe.Cluster.DataPlane.Wire;

/// <summary>What a frame says. The numbers are the wire's: none is ever used again for something else.</summary>
internal enum FrameType : byte
{
    /// <summary>Client: protocol version, who it is, its run, a nonce.</summary>
    Hello = 1,

    /// <summary>Server: a nonce.</summary>
    Challenge = 2,

    /// <summary>Client: proof that it knows the token.</summary>
    Proof = 3,

    /// <summary>Server: who it is, and its own proof. From here on both may send what follows.</summary>
    Welcome = 4,

    /// <summary>Either side, while greeting: why it will not speak with the other; it closes.</summary>
    Refuse = 5,

    /// <summary>Client opens a stream: a published block, from an offset on. Chunks are the answer.</summary>
    Fetch = 6,

    /// <summary>Client opens a stream: a stored block by its name.</summary>
    Load = 7,

    /// <summary>Server: what Load has found; the argument is its version. Chunks follow when they are granted.</summary>
    Found = 8,

    /// <summary>Bytes of a block; the argument is their offset in it.</summary>
    Chunk = 9,

    /// <summary>Receiver: so many more bytes of the block may be sent.</summary>
    Credit = 10,

    /// <summary>The stream's client no longer wants it.</summary>
    Cancel = 11,

    /// <summary>Server: the stream is over before its last chunk; a code and words.</summary>
    Failed = 12,

    /// <summary>Server: a cancelled stream is over, nothing of it follows.</summary>
    Ended = 13,

    /// <summary>Client: the published block of this id is not needed any more.</summary>
    Release = 14,

    /// <summary>Client opens a stream: a block to be kept under a name.</summary>
    Store = 15,

    /// <summary>Server: the block is kept, or, after Drop, gone.</summary>
    Stored = 16,

    /// <summary>Client: forget stored blocks of a name below a version.</summary>
    Drop = 17,

    /// <summary>Either side: answer with Pong and the same argument.</summary>
    Ping = 18,

    /// <summary>The answer to Ping.</summary>
    Pong = 19,

    /// <summary>Either side: it closes on purpose; the end of the connection is no loss.</summary>
    Bye = 20,
}
