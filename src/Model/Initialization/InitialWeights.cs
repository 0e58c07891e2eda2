namespace Moe.Model.Initialization;

/// <summary>How a model starts when there is no pre-trained one.</summary>
public enum InitialWeights
{
    /// <summary>
    /// BART's own: matrices and embeddings N(0, 0.02) (paper notes 1.3). Meant for long pre-training: with norms
    /// after the residual sums, a short run from it learns nothing.
    /// </summary>
    Bart,

    /// <summary>
    /// Xavier-uniform matrices and embeddings N(0, d^-1/2): learns within minutes at small sizes. A T5's token table is N(0, 1), since no
    /// norm follows it, its queries are smaller by the root of the head's width, since T5 does not scale attention, and a head of its
    /// own begins as the token table times d^-1/2.
    /// </summary>
    Xavier,

    /// <summary>
    /// T5's own, as Hugging Face draws them with factor 1: N(0, 1) for token table and head, matrices by the width they read,
    /// queries smaller still by the root of the head's width, since T5 does not scale attention.
    /// </summary>
    T5,
}
