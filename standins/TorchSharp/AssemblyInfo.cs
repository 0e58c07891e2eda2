using System.Reflection;

[assembly: AssemblyMetadata(
    "StandIn",
    "TorchSharp.StandIn takes the place of TorchSharp 0.106.0: same names over the libtorch that was found when it was "
    + "built, only what this product uses.")]
