namespace Moe.Model.Routing;

/// <summary>Two experts of a layer, of which one's state goes to the other: as a copy, or to be merged with it.</summary>
/// <param name="Layer">The layer, encoder first.</param>
/// <param name="From">The expert that gives.</param>
/// <param name="To">The expert that takes.</param>
public readonly record struct ExpertPair(int Layer, int From, int To);
