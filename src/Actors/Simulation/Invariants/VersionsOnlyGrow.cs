using Moe.Model;

namespace Moe.Actors.Simulation.Invariants;

/// <summary>
/// An expert's version goes up by one a step and never back, except to the version of a rollback that was declared for the
/// whole run. Whoever begins anew begins at a version that was reached before.
/// </summary>
public sealed class VersionsOnlyGrow
{
    private const string Name = "versions only grow";
    private readonly Dictionary<ExpertId, long> versions = [];
    private readonly Dictionary<ExpertId, long> owed = [];

    /// <summary>The version of an expert; 0 before it was heard of.</summary>
    public long Of(ExpertId expert) => versions.GetValueOrDefault(expert);

    /// <summary>The run goes back to a version; every expert named may go there once.</summary>
    public void RolledBack(long version, IEnumerable<ExpertId> experts)
    {
        foreach (var expert in experts) owed[expert] = version;
    }

    /// <summary>An expert has ended a step.</summary>
    public void Reached(ExpertId expert, long version)
    {
        if (version != Of(expert) + 1)
            throw new InvariantBrokenException(Name, $"{expert} went from version {Of(expert)} to {version}");
        versions[expert] = version;
    }

    /// <summary>An expert has taken a version over: at its start, in a new life, or going back.</summary>
    public void Restored(ExpertId expert, long version)
    {
        if (versions.TryGetValue(expert, out var now) && version != now && !(owed.TryGetValue(expert, out var back) && version == back))
        {
            throw new InvariantBrokenException(Name,
                $"{expert} was at version {now} and took over version {version} without a rollback to it");
        }
        owed.Remove(expert);
        versions[expert] = version;
    }
}
