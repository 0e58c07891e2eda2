using Akka.Actor;

namespace Akka.Remote;

/// <summary>Remoting cannot do what it was asked for.</summary>
public class RemoteTransportException(string message, Exception cause = null) : AkkaException(message, cause);

/// <summary>A connection with a peer failed.</summary>
public class EndpointException(string message, Exception cause = null) : AkkaException(message, cause);

/// <summary>A message is too large for one frame.</summary>
public class OversizedPayloadException(string message) : EndpointException(message);
