namespace Moe.Model.Initialization;

/// <summary>How a model starts when there is no pre-trained one.</summary>
public enum InitialWeights
{
    /// <summary>
    /// BART's own: matrices and embeddings N(0, 0.02) (paper notes 1.3). Meant for long pre-training: with norms
    /// after the residual sums, a short run from it learns nothing.
    /// </summary>
    Bart,

    /// <summary>Xavier-uniform matrices and embeddings N(0, d^-1/2): learns within minutes at small sizes.</summary>
    Xavier,
}
