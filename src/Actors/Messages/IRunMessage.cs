namespace Moe.Actors.Messages;

/// <summary>Worn by every message that may go from node to node: the run's own serializer writes it.</summary>
public interface IRunMessage;
