using System.Xml.Linq;
using Moe.Analysis.Routes;

namespace Moe.Analysis.Report;

/// <summary>Experts side by side, layer by layer, with a gap between layers.</summary>
internal sealed class ExpertColumns
{
    /// <summary>Pixels of a column.</summary>
    public const double Column = 12;

    /// <summary>Room for the names of layers and experts.</summary>
    public const double Top = 28;

    private const double Gap = 4;
    private const double Margin = 4;

    private readonly IReadOnlyList<RouteLayer> _layers;

    /// <param name="layers">The routed layers.</param>
    /// <param name="left">Where the first column begins.</param>
    public ExpertColumns(IReadOnlyList<RouteLayer> layers, double left)
    {
        _layers = layers;
        double at = left;
        List<double> positions = [];
        foreach (RouteLayer layer in layers)
        {
            positions.AddRange(Enumerable.Range(0, layer.Experts).Select(expert => at + (expert * Column)));
            at += (layer.Experts * Column) + Gap;
        }

        (Positions, Width) = (positions, at - Gap + Margin);
    }

    /// <summary>Where each expert's column begins.</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>Where the last one ends, with a margin.</summary>
    public double Width { get; }

    /// <summary>E0 for encoder.0, D1 for decoder.1, and below them the experts' numbers.</summary>
    public IEnumerable<XElement> Heading()
    {
        int first = 0;
        foreach (RouteLayer layer in _layers)
        {
            double middle = (Positions[first] + Positions[first + layer.Experts - 1] + Column) / 2;
            string[] name = layer.Name.Split('.');
            yield return Picture.Text(middle, 11, char.ToUpperInvariant(name[0][0]) + name[^1], "middle strong");
            for (int expert = 0; expert < layer.Experts; expert++)
                yield return Picture.Text(Positions[first + expert] + (Column / 2), Top - 5, $"{expert}", "middle small");
            first += layer.Experts;
        }
    }
}
