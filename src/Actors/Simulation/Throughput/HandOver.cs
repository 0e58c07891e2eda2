namespace Moe.Actors.Simulation.Throughput;

/// <summary>Which way hidden states take between two experts.</summary>
public enum HandOver
{
    /// <summary>By way of the router, which takes them apart and puts them together: what the program does.</summary>
    Router,

    /// <summary>Straight from one expert to the next; only messages go by the router.</summary>
    Direct,
}
