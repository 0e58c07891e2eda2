namespace Moe.Model.Routing;

/// <summary>How a layer's logits z become weights, at temperature tau (paper notes 1.5).</summary>
public enum SelectionMode
{
    /// <summary>softmax(z / tau).</summary>
    Softmax,

    /// <summary>softmax((z + g) / tau) with Gumbel noise g; without noise in evaluation.</summary>
    GumbelSoftmax,

    /// <summary>
    /// One-hot at the largest of softmax((z + g) / tau), with the gradient of the softmax itself; in evaluation
    /// one-hot at the largest logit.
    /// </summary>
    GumbelStraightThrough,
}
