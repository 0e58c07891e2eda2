using Moe.Actors;
using Moe.Cluster.Reports;

namespace Moe.Cluster.Hosting;

/// <summary>How a node's part in a run ended.</summary>
/// <param name="Outcome">How the run ended; null: it goes on without this node, which asked to leave.</param>
/// <param name="Report">The report, on the node that wrote it.</param>
internal sealed record NodeEnd(RunOutcome? Outcome, RunReport? Report);
