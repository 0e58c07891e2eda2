namespace Moe.Model;

/// <summary>The family of transformers whose layers the experts are.</summary>
public enum Backbone
{
    /// <summary>BART: norms after the residual sums, learned positions, GELU, biases.</summary>
    Bart,

    /// <summary>
    /// The original T5: root-mean-square norms before the sub-layers, relative positions, ReLU, no biases, the output head
    /// tied to the token table.
    /// </summary>
    T5,

    /// <summary>T5 v1.1: as T5, with gated GELU and an output head of its own.</summary>
    T5V11,
}
