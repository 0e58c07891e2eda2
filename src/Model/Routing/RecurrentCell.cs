namespace Moe.Model.Routing;

/// <summary>The recurrence of a <see cref="RecurrentRouter"/>.</summary>
public enum RecurrentCell
{
    /// <summary>h' = tanh(W x + b + U h + c).</summary>
    Simple,

    /// <summary>LSTM.</summary>
    LongShortTerm,

    /// <summary>GRU.</summary>
    Gated,
}
