namespace MessagePack;

/// <summary>No way to write a type is known: it is neither built in nor marked with an attribute.</summary>
public class FormatterNotRegisteredException(string? message) : MessagePackSerializationException(message);
