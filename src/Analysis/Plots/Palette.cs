namespace Moe.Analysis.Plots;

/// <summary>
/// Colours that people who see red and green alike can tell apart, and that print well in grey: for categories the
/// eight of Okabe and Ito (2008), the dark ones first; for amounts one blue from almost white to almost black.
/// </summary>
public static class Palette
{
    private static readonly string[] _categories =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#f0e442"];

    private static readonly string[] _dashes = ["", "6 3", "2 3", "8 3 2 3"];

    private static readonly (double Red, double Green, double Blue)[] _blues =
        [(233, 240, 248), (186, 212, 235), (107, 174, 214), (33, 113, 181), (8, 48, 107)];

    /// <summary>The colour of a category by its place; from the ninth on they come again.</summary>
    public static string Category(int index) => _categories[index % _categories.Length];

    /// <summary>A dash pattern that tells lines of the same colour apart; empty for the first eight.</summary>
    public static string Dash(int index) => _dashes[index / _categories.Length % _dashes.Length];

    /// <summary>The colour of an amount from 0 (almost white) to 1 (dark blue); what lies outside is cut off.</summary>
    public static string Amount(double value)
    {
        double place = Math.Clamp(value, 0, 1) * (_blues.Length - 1);
        int below = Math.Min((int)place, _blues.Length - 2);
        double share = place - below;
        (double Red, double Green, double Blue) low = _blues[below];
        (double Red, double Green, double Blue) high = _blues[below + 1];
        return $"#{Mix(low.Red, high.Red):x2}{Mix(low.Green, high.Green):x2}{Mix(low.Blue, high.Blue):x2}";

        int Mix(double from, double to) => (int)Math.Round(from + ((to - from) * share));
    }
}
