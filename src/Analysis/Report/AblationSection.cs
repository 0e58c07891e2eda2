using System.Xml.Linq;
using Moe.Analysis.Ablation;

namespace Moe.Analysis.Report;

/// <summary>What switching off the experts tied to a feature does to tasks with it and to others.</summary>
internal static class AblationSection
{
    private const double Width = 320;
    private const double Label = 104;
    private const double Bar = 12;
    private const double Block = 92;

    public static XElement Of(RouteReport report) => Html.Section(
        "ablation",
        "What experts do",
        report.Ablations.Count == 0
            ? Html.Paragraph(
                "No experts have been switched off yet: ", new XElement("code", $"./cluster routes ablate {report.Run} --feature NAME"),
                " does, and this page will show it when it is written again.")
            : new object[]
            {
                Html.Paragraph(
                    "The experts most tied to a feature are switched off and every task is scored again; beside it as many random "
                    + "experts. Bars are mean changes of score; a line spans the single random draws. An expert that a feature's tasks "
                    + "need hurts them, and not the others, when it is off."),
                Html.Figure("Change of mean dev score without the experts.", Draw(report.Ablations)),
                Html.Scrolling(Table(report.Ablations), "Effects of switched off experts"),
            });

    private static XElement Draw(IReadOnlyList<AblationEffect> effects)
    {
        double[] all = [.. effects.SelectMany(effect => new[] { effect.With, effect.Without })
            .SelectMany(side => side.Random.Append(side.Tied)).Where(double.IsFinite)];
        var scale = new Scale(Math.Min(0, all.DefaultIfEmpty(0).Min()), Math.Max(0.01, all.DefaultIfEmpty(0).Max()));
        Picture picture = new(
            "ablation",
            Width,
            (effects.Count * Block) + 16,
            "Change of score without experts",
            string.Join("; ", effects.Select(effect =>
                $"{effect.Feature}: tasks with it change by {Html.Number(effect.With.Tied, "+0.000;-0.000")}, others by "
                + Html.Number(effect.Without.Tied, "+0.000;-0.000"))));
        for (int i = 0; i < effects.Count; i++)
        {
            double y = i * Block;
            picture.Root.Add(Picture.Text(4, y + 13, effects[i].Feature, "strong"));
            picture.Root.Add(Side(effects[i].With, "tasks with it", y + 20, scale));
            picture.Root.Add(Side(effects[i].Without, "other tasks", y + 52, scale));
        }

        picture.Root.Add(Picture.Line(scale.Place(0), 16, scale.Place(0), effects.Count * Block, "axis"));
        return picture.Root;
    }

    private static IEnumerable<XElement> Side(AblationSide side, string name, double y, Scale scale)
    {
        yield return Picture.Text(4, y + 16, name);
        yield return Picture.Text(Label - 6, y + Bar - 2, "tied", "end small");
        yield return Picture.Text(Label - 6, y + (2 * Bar), "random", "end small");
        if (side.Tasks == 0)
            yield break;
        yield return Amount(side.Tied, y, "tied", scale);
        if (side.Random.Count == 0)
            yield break;
        double middle = y + Bar + 2 + (Bar / 2);
        yield return Amount(side.RandomMean, y + Bar + 2, "random", scale);
        yield return Picture.Line(scale.Place(side.Random.Min()), middle, scale.Place(side.Random.Max()), middle, "range");
    }

    private static XElement Amount(double value, double y, string style, Scale scale)
    {
        double zero = scale.Place(0);
        double end = scale.Place(value);
        return Picture.Rectangle(
            Math.Min(zero, end),
            y,
            Math.Max(1, Math.Abs(end - zero)),
            Bar - 1,
            style,
            Picture.Tip(Html.Number(value, "+0.000;-0.000")));
    }

    private static XElement Table(IReadOnlyList<AblationEffect> effects) => Html.Table(
        "Mean change of score",
        ["feature", "tasks", "", "score", "without tied experts", "without random ones", "draws from", "to", "tied experts"],
        effects.SelectMany(effect => new[] { Row(effect, effect.With, "with"), Row(effect, effect.Without, "others") }));

    private static IReadOnlyList<string> Row(AblationEffect effect, AblationSide side, string name) =>
    [
        effect.Feature, $"{side.Tasks}", name, Html.Number(side.Whole, "0.000"), Html.Number(side.Tied, "+0.000;-0.000"),
        Html.Number(side.RandomMean, "+0.000;-0.000"),
        Html.Number(side.Random.DefaultIfEmpty(double.NaN).Min(), "+0.000;-0.000"),
        Html.Number(side.Random.DefaultIfEmpty(double.NaN).Max(), "+0.000;-0.000"), effect.Experts,
    ];

    private sealed record Scale(double Low, double High)
    {
        public double Place(double value) => Label + ((value - Low) / (High - Low) * (Width - Label - 8));
    }
}
