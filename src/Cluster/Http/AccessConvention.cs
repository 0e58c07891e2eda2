using Microsoft.AspNetCore.Builder;

namespace Moe.Cluster.Http;

/// <summary>Marks addresses with the access they need.</summary>
internal static class AccessConvention
{
    /// <summary>The access that an address needs, as metadata of its endpoint.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder builder, Access access)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(access);
}
