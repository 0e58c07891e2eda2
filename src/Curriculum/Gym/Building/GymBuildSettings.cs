namespace Moe.Curriculum.Gym.Building;

/// <summary>Where and how large a gym is built.</summary>
/// <param name="Folder">The gym's folder; what an earlier build left there is replaced.</param>
/// <param name="CacheFolder">Where fetched packages are kept for the next build.</param>
public sealed record GymBuildSettings(string Folder, string CacheFolder)
{
    /// <summary>A folder with .deb and .tgz files fetched before; when named, nothing is fetched.</summary>
    public string? FromFolder { get; init; }

    /// <summary>Most rows of a full train file.</summary>
    public int FullTrainRowsMax { get; init; } = 4000;

    /// <summary>Most rows of a full dev file.</summary>
    public int FullDevRowsMax { get; init; } = 100;

    /// <summary>Most rows of a test file.</summary>
    public int TestRowsMax { get; init; } = 200;
}

/// <summary>How far a build is.</summary>
/// <param name="Text">What is being done or was decided, in a line for the user.</param>
/// <param name="Done">Tasks written so far.</param>
/// <param name="Total">Tasks in all.</param>
public sealed record GymProgress(string Text, int Done, int Total);

/// <summary>What a build made.</summary>
/// <param name="Tasks">The tasks, by name.</param>
/// <param name="BytesFetched">Bytes that came over the network in this build.</param>
/// <param name="BytesOfSources">Bytes of all packages used.</param>
public sealed record GymBuildResult(IReadOnlyList<TaskDescription> Tasks, long BytesFetched, long BytesOfSources);
