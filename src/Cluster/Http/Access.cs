namespace Moe.Cluster.Http;

/// <summary>
/// What a caller must be allowed to do for an address to answer, from less to more; an address without it answers everyone.
/// </summary>
internal enum Access
{
    /// <summary>See the run: metrics, dashboard, ledger.</summary>
    Read,

    /// <summary>Change the run: pause, drain, move and all other operations.</summary>
    Operate,
}
