using System.Reflection;

[assembly: AssemblyMetadata(
    "StandIn",
    "MessagePack.StandIn takes the place of MessagePack 3.1.8: same names, same bytes, only what this product uses.")]
