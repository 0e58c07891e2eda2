namespace Moe.Model.Routing;

/// <summary>The one rule for picking an expert, so that every place picks the same one among equals.</summary>
internal static class LargestWeight
{
    /// <summary>The index of the largest weight; the first of equals.</summary>
    public static int Of(ReadOnlySpan<float> weights_E)
    {
        var pick = 0;
        for (var expert = 1; expert < weights_E.Length; expert++)
        {
            if (weights_E[expert] > weights_E[pick]) pick = expert;
        }
        return pick;
    }
}
