namespace Moe.Cluster.DataPlane.Benchmark;

/// <summary>One size, measured on both sides.</summary>
/// <param name="SizeMib">Size of a block.</param>
/// <param name="InFlight">Blocks asked for at once.</param>
/// <param name="Rounds">Turns of each side.</param>
/// <param name="RawSeconds">Median time of a raw copy of one block.</param>
/// <param name="PlaneSeconds">Median time of a fetch of one block.</param>
internal sealed record DataPlaneTiming(int SizeMib, int InFlight, int Rounds, double RawSeconds, double PlaneSeconds)
{
    /// <summary>Speed of the data plane as a share of the raw copy's.</summary>
    public double Ratio => RawSeconds / PlaneSeconds;
}
