namespace Moe.Model.Failures;

/// <summary>Tells what the file system answered from faults of the program.</summary>
public static class DiskFailure
{
    /// <summary>
    /// Whether an exception is the disk's answer: full, not there, not permitted. A file that grows beyond what the file
    /// system or a limit allows is one too, which .NET reports as an argument out of range.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };
}
