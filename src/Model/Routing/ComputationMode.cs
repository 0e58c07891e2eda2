namespace Moe.Model.Routing;

/// <summary>Which experts of a layer run for a row.</summary>
public enum ComputationMode
{
    /// <summary>Every expert runs and outputs are mixed by the route's weights: exact router gradients (paper notes 1.8).</summary>
    Dense,

    /// <summary>Only the expert with the largest weight runs.</summary>
    Sparse,
}
