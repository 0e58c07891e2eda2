using Akka.Actor;

namespace Akka.Event;

/// <summary>A whole node is gone.</summary>
internal sealed class AddressTerminated(Address address)
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    /// <summary>The node.</summary>
    public Address Address { get; } = address;
}
