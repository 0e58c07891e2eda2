namespace Moe.Model.TaskEmbeddings;

/// <summary>How the states of a text's tokens become one vector.</summary>
public enum TokenPooling
{
    /// <summary>Their mean, padding left out.</summary>
    Mean,

    /// <summary>The state of the first token, which starts every text.</summary>
    First,
}
