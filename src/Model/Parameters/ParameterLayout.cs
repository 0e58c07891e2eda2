namespace Moe.Model.Parameters;

/// <summary>One parameter's place in a flat buffer: elements [Offset, Offset + Count).</summary>
public sealed record ParameterSlot(string Name, long[] Shape, long Offset, bool Decays)
{
    /// <summary>Elements of the parameter.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>
/// The order and places of the named parameters in one contiguous buffer. Parameters that weight decay touches come
/// first and the exempt ones last, so that an update is two ranges; parameters used together (query, key and value
/// projections) stand side by side, so that one view serves as one fused matrix.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Dictionary<string, ParameterSlot> byName;

    /// <summary>Lays the parameters out in the order given; all that decay must come before all that do not.</summary>
    public ParameterLayout(IEnumerable<(string Name, long[] Shape, bool Decays)> parameters)
    {
        var slots = new List<ParameterSlot>();
        var offset = 0L;
        foreach (var (name, shape, decays) in parameters)
        {
            if (decays && slots.Count > 0 && !slots[^1].Decays)
                throw new ArgumentException($"{name} decays but follows {slots[^1].Name}, which does not.");
            slots.Add(new ParameterSlot(name, shape, offset, decays));
            offset += slots[^1].Count;
            if (decays) DecayedCount = offset;
        }
        Slots = slots;
        Count = offset;
        byName = slots.ToDictionary(slot => slot.Name);
    }

    /// <summary>All parameters in buffer order.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Elements of the whole buffer.</summary>
    public long Count { get; }

    /// <summary>Elements at the front that weight decay touches.</summary>
    public long DecayedCount { get; }

    /// <summary>Whether a parameter has the name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The slot of a name.</summary>
    /// <exception cref="KeyNotFoundException">No parameter has the name.</exception>
    public ParameterSlot this[string name] => byName.TryGetValue(name, out var slot)
        ? slot
        : throw new KeyNotFoundException(
            $"No parameter '{name}' in a layout of {Slots.Count}: {string.Join(", ", byName.Keys.Take(8))}...");
}
