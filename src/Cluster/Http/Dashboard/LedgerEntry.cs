using System.Text.Json;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>A line of the ledger as the page shows it.</summary>
/// <param name="Id">Its number; those of later lines are larger, the same on every node.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Details">What else it says.</param>
internal sealed record LedgerEntry(long Id, DateTimeOffset At, string Kind, long Step, IReadOnlyDictionary<string, JsonElement> Details);
