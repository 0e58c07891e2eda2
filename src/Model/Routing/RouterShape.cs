using Moe.Model.Failures;

namespace Moe.Model.Routing;

/// <summary>Sizes of a router network (paper notes 1.4).</summary>
/// <param name="InputWidth">R, width of a task embedding.</param>
/// <param name="HiddenWidth">h; the paper's is 64.</param>
/// <param name="Layers">L, layers of both stacks.</param>
/// <param name="Experts">E, experts of a layer.</param>
public sealed record RouterShape(int InputWidth, int HiddenWidth, int Layers, int Experts)
{
    internal RouterShape Validated()
    {
        (string, int)[] sizes =
        [
            ("input width", InputWidth), ("hidden width", HiddenWidth), ("number of layers", Layers),
            ("number of experts", Experts),
        ];
        foreach (var (key, value) in sizes)
        {
            if (value < 1) throw new ConfigurationException($"A router's {key} is {value}, expected at least 1.");
        }
        return this;
    }
}
