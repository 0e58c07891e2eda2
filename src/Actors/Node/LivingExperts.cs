using Moe.Model;

namespace Moe.Actors.Node;

/// <summary>The experts that live on a node at the moment, for its agent to say. Each expert's actor adds and removes its own.</summary>
public sealed class LivingExperts
{
    private readonly Lock gate = new();
    private readonly SortedSet<ExpertId> experts = [];

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<ExpertId> All
    {
        get
        {
            lock (gate) return [.. experts];
        }
    }

    /// <summary>An expert has begun to live here.</summary>
    public void Add(ExpertId expert)
    {
        lock (gate) experts.Add(expert);
    }

    /// <summary>An expert lives here no more.</summary>
    public void Remove(ExpertId expert)
    {
        lock (gate) experts.Remove(expert);
    }
}
