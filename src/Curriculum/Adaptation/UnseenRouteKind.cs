namespace Moe.Curriculum.Adaptation;

/// <summary>Where the route of an unseen task comes from.</summary>
public enum UnseenRouteKind
{
    /// <summary>The router network, given the task's own representation.</summary>
    Router,

    /// <summary>Every expert weighs the same.</summary>
    Average,

    /// <summary>The route of the seen task whose representation is nearest by cosine.</summary>
    Nearest,

    /// <summary>Logits of the task's own, from the average on, learned with the task.</summary>
    Trainable,

    /// <summary>The router's route, but only its largest expert of each layer.</summary>
    Squeezed,

    /// <summary>One path, the mean of the experts' weights in every layer.</summary>
    Merged,
}
