namespace Moe.Analysis.Plots;

/// <summary>Which part of a text stands at its position.</summary>
public enum TextAnchor
{
    Start,
    Middle,
    End,
}
