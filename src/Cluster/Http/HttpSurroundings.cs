using Moe.Cluster.Http.Security;
using Moe.Cluster.Security;

namespace Moe.Cluster.Http;

/// <summary>What a listener works with besides its settings.</summary>
/// <param name="Audit">Takes what was done and refused; null: nobody keeps it.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Takes one line when a file of tokens or certificates has changed.</param>
internal sealed record HttpSurroundings(AuditLog? Audit, TimeProvider Time, Action<string> Log)
{
    /// <summary>How much and how slowly callers may send.</summary>
    public HttpLimits Limits { get; init; } = new();
}
