namespace Moe.Curriculum.Representations;

/// <summary>What a task's vector is made from (paper notes 2).</summary>
public enum RepresentationKind
{
    /// <summary>Random numbers by the task's name.</summary>
    Random,

    /// <summary>Mean encoder states of the task's inputs.</summary>
    Text,

    /// <summary>The same after the model was tuned on the task.</summary>
    TunedMean,

    /// <summary>As before, but the state of the first token alone.</summary>
    TunedFirst,

    /// <summary>Fisher information of adapters that were tuned on the task (Task2Vec).</summary>
    Fisher,
}
