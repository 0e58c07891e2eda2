using Microsoft.AspNetCore.Routing;

namespace Moe.Cluster.Http;

/// <summary>A group of addresses that a node's HTTP listener serves.</summary>
internal interface IHttpEndpoints
{
    /// <summary>Adds its addresses.</summary>
    void Map(IEndpointRouteBuilder routes);
}
