using System.Reflection;

[assembly: AssemblyMetadata("StandIn", "TorchSharp stand-in over libtorch: for development and tests where the "
    + "TorchSharp packages cannot be had; it covers only what this project calls.")]
