namespace Moe.Cluster.Hosting;

/// <summary>One call of the train command.</summary>
/// <param name="ConfigurationFile">A run file, or null.</param>
/// <param name="Options">The --set options in order.</param>
/// <param name="RunFolder">The run folder.</param>
/// <param name="Steps">Length of the run when not the run file's.</param>
/// <param name="Resume">Go on with the run in the folder.</param>
internal sealed record TrainingRequest(
    string? ConfigurationFile, IReadOnlyList<string> Options, string RunFolder, int? Steps, bool Resume);
