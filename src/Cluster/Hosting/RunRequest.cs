namespace Moe.Cluster.Hosting;

/// <summary>Which run is meant, as the train and node commands are told.</summary>
/// <param name="ConfigurationFile">A run file, or null.</param>
/// <param name="Options">The --set options in order.</param>
/// <param name="RunFolder">The run folder.</param>
/// <param name="Steps">Length of the run when not the run file's.</param>
/// <param name="Resume">Go on with the run in the folder.</param>
internal sealed record RunRequest(
    string? ConfigurationFile, IReadOnlyList<string> Options, string RunFolder, int? Steps, bool Resume)
{
    /// <summary>
    /// The settings it asks for. Without a run file, --resume goes on with the folder's own settings; what is given beside it is
    /// laid over them and must agree.
    /// </summary>
    public NodeConfiguration Configuration()
    {
        var kept = Path.Combine(RunFolder, Runs.RunFiles.Settings);
        var runFile = ConfigurationFile ?? (Resume && File.Exists(kept) ? kept : null);
        return NodeConfiguration.Read(NodeConfiguration.DefaultsFile(), runFile, Options, Steps);
    }
}
