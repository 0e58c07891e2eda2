using Moe.Model;

namespace Moe.Actors.Simulation.Invariants;

/// <summary>
/// One owner an expert. A new owner has a higher incarnation than every one before, and once it has been heard of nothing
/// of an older one counts. Two may live at the same time while a network is cut; only one may be believed.
/// </summary>
public sealed class OneOwner
{
    private const string Name = "one owner an expert";
    private readonly Dictionary<ExpertId, (long Incarnation, string Place)> owners = [];
    private readonly Dictionary<ExpertId, long> believed = [];

    /// <summary>An owner has come up.</summary>
    public void Began(ExpertId expert, long incarnation, string place)
    {
        if (owners.TryGetValue(expert, out var before) && incarnation <= before.Incarnation)
        {
            throw new InvariantBrokenException(Name,
                $"{expert} began at {place} with incarnation {incarnation}, not above {before.Incarnation} at {before.Place}");
        }
        owners[expert] = (incarnation, place);
    }

    /// <summary>The coordinator has acted on an answer of an owner.</summary>
    public void Believed(ExpertId expert, long incarnation)
    {
        var newest = Math.Max(incarnation, believed.GetValueOrDefault(expert, long.MinValue));
        if (incarnation < newest)
        {
            throw new InvariantBrokenException(Name,
                $"an answer of {expert} incarnation {incarnation} was taken after one of incarnation {newest}");
        }
        if (!owners.TryGetValue(expert, out var owner) || incarnation > owner.Incarnation)
            throw new InvariantBrokenException(Name, $"an answer of {expert} incarnation {incarnation} was taken, which never began");
        believed[expert] = incarnation;
    }
}
