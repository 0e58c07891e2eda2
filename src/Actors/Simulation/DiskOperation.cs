namespace Moe.Actors.Simulation;

/// <summary>What can be done to a disk.</summary>
public abstract record DiskOperation
{
    /// <summary>Puts a file there whole. Read back at once, but durable only after <see cref="SyncFile"/>.</summary>
    public sealed record Write(string File, byte[] Content) : DiskOperation;

    /// <summary>Makes a file's content durable.</summary>
    public sealed record SyncFile(string File) : DiskOperation;

    /// <summary>Gives a file another name, over one that has it. Durable only after <see cref="SyncFolder"/>.</summary>
    public sealed record Rename(string From, string To) : DiskOperation;

    /// <summary>Makes names durable: of new files, and renames.</summary>
    public sealed record SyncFolder : DiskOperation;
}
