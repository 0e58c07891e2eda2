namespace Akka.Actor;

/// <summary>Worn by actors whose messages are logged when akka.actor.debug.receive is on.</summary>
public interface ILogReceive;
