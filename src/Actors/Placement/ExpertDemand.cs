using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>What one expert asks of the machines.</summary>
/// <param name="Expert">Its name.</param>
/// <param name="Bytes">Weights, gradients and moments of one copy, with what its work needs beside them.</param>
/// <param name="Load">
/// Its measured share of all computing, of all its copies together. Only ratios count; all zero means that nothing has
/// been measured, and every expert counts alike.
/// </param>
/// <param name="Onward">Traffic to experts of the next layer.</param>
public sealed record ExpertDemand(ExpertId Expert, long Bytes, double Load, IReadOnlyList<ExpertTraffic> Onward);
