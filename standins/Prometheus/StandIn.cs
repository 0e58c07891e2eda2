using System.Reflection;

[assembly: AssemblyMetadata(
    "StandIn",
    "Prometheus.StandIn takes the place of prometheus-net 8.2.1: same names, same page, only what this product uses.")]
