namespace Akka.Configuration.Hocon;

/// <summary>What parsing gives: the tree and the references in it.</summary>
public class HoconRoot
{
    /// <summary>Creates a root without a value.</summary>
    protected HoconRoot() { }

    /// <summary>Creates a root without references.</summary>
    public HoconRoot(HoconValue value) : this(value, []) { }

    /// <summary>Creates a root.</summary>
    public HoconRoot(HoconValue value, IEnumerable<HoconSubstitution> substitutions)
    {
        Value = value;
        Substitutions = substitutions;
    }

    /// <summary>The tree.</summary>
    public HoconValue Value { get; }

    /// <summary>The references in the tree.</summary>
    public IEnumerable<HoconSubstitution> Substitutions { get; }
}
