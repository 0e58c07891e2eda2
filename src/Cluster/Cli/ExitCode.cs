namespace Moe.Cluster.Cli;

/// <summary>What the process ends with: one number for each reason. docs/operating.md has a row for each.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Done, and the answer is no: two runs differ, or a gym has bad rows.</summary>
    Negative = 1,

    /// <summary>The command line itself is wrong: an unknown verb or option, or a value missing.</summary>
    Usage = 2,

    /// <summary>A setting is unknown, missing, of the wrong type, out of range or contradicts another.</summary>
    Configuration = 3,

    /// <summary>A gym, a task file or a row cannot be used.</summary>
    Data = 4,

    /// <summary>A weights, tokenizer or task-vector file is malformed or does not fit the model.</summary>
    Weights = 5,

    /// <summary>A checkpoint is damaged, belongs to another run or cannot be written.</summary>
    Checkpoint = 6,

    /// <summary>Something outside the program is missing: libtorch, a device, a port, disk space, a writable folder.</summary>
    Environment = 7,

    /// <summary>The run folder is in use, holds another run, is not empty, or was removed while the run was trained.</summary>
    RunFolder = 8,

    /// <summary>A fault of this program; the message holds what to report.</summary>
    Bug = 70,

    /// <summary>Asked to stop by SIGINT or SIGTERM; the step was finished and a checkpoint written. --resume goes on.</summary>
    Interrupted = 130,
}
