namespace MessagePack;

/// <summary>
/// Limits on what a message may make its reader do. Untrusted data is read with hash functions that a sender cannot
/// collide on purpose; the depth of an object graph is limited in both cases.
/// </summary>
public class MessagePackSecurity
{
    public static readonly MessagePackSecurity TrustedData = new(false, DefaultDepthMax);
    public static readonly MessagePackSecurity UntrustedData = new(true, DefaultDepthMax);

    private const int DefaultDepthMax = 500;

    private MessagePackSecurity(bool hashCollisionResistant, int maximumObjectGraphDepth)
    {
        HashCollisionResistant = hashCollisionResistant;
        MaximumObjectGraphDepth = maximumObjectGraphDepth;
    }

    public bool HashCollisionResistant { get; }

    public int MaximumObjectGraphDepth { get; }

    public MessagePackSecurity WithMaximumObjectGraphDepth(int maximumObjectGraphDepth) =>
        maximumObjectGraphDepth == MaximumObjectGraphDepth
            ? this
            : new MessagePackSecurity(HashCollisionResistant, maximumObjectGraphDepth);

    public MessagePackSecurity WithHashCollisionResistant(bool hashCollisionResistant) =>
        hashCollisionResistant == HashCollisionResistant
            ? this
            : new MessagePackSecurity(hashCollisionResistant, MaximumObjectGraphDepth);

    /// <summary>The comparer for the keys of a dictionary or set that is being read.</summary>
    /// <exception cref="TypeAccessException">
    /// Data is untrusted and no collision-resistant hash of the key type is known.
    /// </exception>
    public IEqualityComparer<T> GetEqualityComparer<T>() =>
        HashCollisionResistant ? CollisionResistantComparer.Of<T>() : EqualityComparer<T>.Default;

    /// <summary>Enters one level of the graph; the caller leaves it with <c>reader.Depth--</c>.</summary>
    /// <exception cref="InsufficientExecutionStackException">The graph is deeper than allowed.</exception>
    public void DepthStep(ref MessagePackReader reader)
    {
        if (reader.Depth >= MaximumObjectGraphDepth)
        {
            throw new InsufficientExecutionStackException(
                "This msgpack sequence has an object graph that exceeds the maximum depth allowed of "
                + $"{MaximumObjectGraphDepth}.");
        }

        reader.Depth++;
    }
}
