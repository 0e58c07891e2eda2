namespace Akka.Remote;

/// <summary>Worn by heartbeats: they go before other messages that wait for the same peer.</summary>
internal interface IPriorityMessage;
