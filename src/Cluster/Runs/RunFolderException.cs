using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>A run folder is in use by another process, holds another run, is not empty, or was removed.</summary>
internal sealed class RunFolderException(string message, Exception? inner = null) : MoeException(message, inner);
