using System.Globalization;
using Moe.Analysis.Plots;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class PaletteSpecs
{
    [Fact]
    public void Darkens_evenly_with_the_amount()
    {
        double[] lightness = [.. Enumerable.Range(0, 21).Select(i => Lightness(Palette.Amount(i / 20.0)))];
        Assert.All(Enumerable.Range(1, 20), i => Assert.True(lightness[i] < lightness[i - 1]));
        Assert.True(lightness[0] > 0.9 && lightness[^1] < 0.25);
    }

    [Fact]
    public void Cuts_amounts_off_at_the_ends_of_the_scale()
    {
        Assert.Equal(Palette.Amount(0), Palette.Amount(-1));
        Assert.Equal(Palette.Amount(1), Palette.Amount(2));
    }

    [Fact]
    public void Has_eight_different_category_colours() =>
        Assert.Equal(8, Enumerable.Range(0, 8).Select(Palette.Category).Distinct().Count());

    /// <summary>Relative luminance, roughly: what remains in a grey print.</summary>
    private static double Lightness(string color)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(i => (double)int.Parse(
            color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return ((0.299 * parts[0]) + (0.587 * parts[1]) + (0.114 * parts[2])) / 255;
    }
}
