namespace Moe.Model.Weights;

/// <summary>In which order a safetensors file holds its tensors.</summary>
public enum TensorOrder
{
    /// <summary>
    /// Wider number types first, then by name: the order of the reference implementation, in which every tensor
    /// starts at a multiple of its number's size.
    /// </summary>
    Sorted,

    /// <summary>As given.</summary>
    Given,
}
