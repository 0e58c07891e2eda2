namespace Moe.Model.Failures;

/// <summary>
/// A failure the user can mend. The message is one paragraph: what went wrong, where, what was expected, what was
/// found, and what to do. The command line prints it as it is and exits with the code of its kind.
/// </summary>
public abstract class MoeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A configuration key is missing, unknown, of the wrong type or out of range.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : MoeException(message, inner);

/// <summary>A gym, a task file or a row of one cannot be used.</summary>
public sealed class DataException(string message, Exception? inner = null) : MoeException(message, inner);

/// <summary>A weights, tokenizer or task-vector file is malformed or does not fit the model.</summary>
public sealed class WeightsException(string message, Exception? inner = null) : MoeException(message, inner);

/// <summary>A checkpoint is damaged, incomplete, belongs to another run, or cannot be written.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : MoeException(message, inner);

/// <summary>Something outside the program is missing: libtorch, a device, a port, disk space, a writable folder.</summary>
public sealed class EnvironmentException(string message, Exception? inner = null) : MoeException(message, inner);
