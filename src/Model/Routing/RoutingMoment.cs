using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>When routes are drawn: names the random streams of noise, exploration and the router's dropout.</summary>
public readonly record struct RoutingMoment(ulong Seed, long Step, int MicroBatch)
{
    // Noise that all micro-batches of a step share must not carry the number of one of them.
    private const int EveryMicroBatch = -1;

    internal RandomStream Stream(string purpose, bool perTask = false) =>
        RandomStream.For(Seed, Step, perTask ? EveryMicroBatch : MicroBatch, "router", purpose);
}
