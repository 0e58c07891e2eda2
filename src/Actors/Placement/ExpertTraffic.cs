using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>What popular routes carry from one expert to one of the next layer and back.</summary>
/// <param name="To">The expert of the next layer.</param>
/// <param name="BytesPerStep">Hidden states forward and gradients backward of an average step.</param>
public readonly record struct ExpertTraffic(ExpertId To, double BytesPerStep);
