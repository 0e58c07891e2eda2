using Moe.Analysis.Routes;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.RouteAnalysis;

/// <summary>The routes that a run kept, and where what is made of them goes: the folder routes/ of the run.</summary>
internal sealed class RunRoutes
{
    private RunRoutes(string folder, IReadOnlyList<RouteTable> history) => (Run, History) = (folder, history);

    /// <summary>The run folder.</summary>
    public string Run { get; }

    /// <summary>The run's name.</summary>
    public string Name => Path.GetFileName(Path.GetFullPath(Run));

    /// <summary>Every step that was kept, in order.</summary>
    public IReadOnlyList<RouteTable> History { get; }

    /// <summary>The newest step.</summary>
    public RouteTable Last => History[^1];

    /// <summary>Reads a run's routes; a run from before routes were kept has those of its end alone.</summary>
    /// <exception cref="EnvironmentException">There is no run, or it has no routes yet.</exception>
    /// <exception cref="DataException">A table is damaged.</exception>
    public static RunRoutes Open(string run)
    {
        if (!File.Exists(Path.Combine(run, RunFiles.Settings)))
        {
            throw new EnvironmentException(
                $"{run}: there is no {RunFiles.Settings}, expected the folder of a run. Correct the path; `./cluster train` makes one.");
        }

        var kept = Path.Combine(run, RunFiles.RouteFolder, RunFiles.RouteHistory);
        IReadOnlyList<RouteTable> history = File.Exists(kept) ? RouteCsv.Read(kept) : [];
        var atEnd = Path.Combine(run, RunFiles.Routes);
        if (history.Count == 0 && File.Exists(atEnd)) history = RouteCsv.Read(atEnd);
        return history.Count > 0
            ? new RunRoutes(run, history)
            : throw new EnvironmentException(
                $"{run}: no routes are kept, expected some in {RunFiles.RouteFolder}/{RunFiles.RouteHistory}. A run keeps them at every " +
                $"checkpoint: train it, or go on with ./cluster train --run {run} --resume.");
    }

    /// <summary>The routes of one step.</summary>
    /// <exception cref="DataException">They are not kept.</exception>
    public RouteTable At(long step) => History.FirstOrDefault(table => table.Step == step) ?? throw new DataException(
        $"{Run}: the newest whole checkpoint is of step {step}, but routes are kept of {History[0].Step} to {Last.Step} without it. Go " +
        $"on with the run: ./cluster train --run {Run} --resume");

    /// <summary>Path of a file in the folder of routes, which is made if it is missing.</summary>
    /// <exception cref="EnvironmentException">It cannot be made.</exception>
    public string PathOf(string name)
    {
        var folder = Path.Combine(Run, RunFiles.RouteFolder);
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        return Path.Combine(folder, name);
    }
}
