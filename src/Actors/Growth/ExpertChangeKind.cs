namespace Moe.Actors.Growth;

/// <summary>What can be done to an expert between two steps.</summary>
public enum ExpertChangeKind
{
    /// <summary>A slot of the layer that is off becomes a copy of the expert; the layer's function stays.</summary>
    Clone,

    /// <summary>Another expert of the layer goes into the expert; its slot is off then.</summary>
    Merge,

    /// <summary>The expert is switched off. Its weights stay until a clone takes its slot.</summary>
    Prune,

    /// <summary>An expert that was switched off is on again, as it was.</summary>
    Activate,
}
