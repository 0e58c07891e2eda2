using System.Text.RegularExpressions;
using System.Xml.Linq;
using Moe.Analysis.Ablation;
using Moe.Analysis.Clusters;
using Moe.Analysis.Report;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;
using Moe.Unit.Specs.Analysis.Correlations;
using Moe.Unit.Specs.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Report;

public sealed partial class RoutePageSpecs
{
    private readonly string _page = Page(
        new AblationScore("label-set", 0, "encoder.0.1", "spell", true, 0.8, 0.2),
        new AblationScore("label-set", 1, "decoder.0.1", "spell", true, 0.8, 0.7));

    [Fact]
    public void Needs_nothing_from_outside()
    {
        Assert.DoesNotMatch(@"(?i)\b(src|href)\s*=\s*""(?!#)", _page);
        Assert.DoesNotMatch(@"(?i)url\(|@import|<link|fetch\(|XMLHttp", _page);
        Assert.All(Regex.Matches(_page, @"https?://[^""\s]*"), match => Assert.Equal("http://www.w3.org/2000/svg", match.Value));
    }

    [Fact]
    public void Every_picture_has_a_title_and_a_description_of_its_own()
    {
        XElement[] pictures = [.. Body().Descendants().Where(element => element.Name.LocalName == "svg")];
        Assert.Equal(6, pictures.Length);
        string[] names = [.. Body().Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (XElement picture in pictures)
        {
            string[] labels = picture.Attribute("aria-labelledby")!.Value.Split(' ');
            Assert.Equal(2, labels.Length);
            Assert.All(labels, label => Assert.Contains(label, names));
            Assert.NotEmpty(picture.Ancestors("section").Single().Descendants("table"));
        }
    }

    [Fact]
    public void The_slider_has_a_label_and_every_step_its_weights()
    {
        XElement slider = Body().Descendants("input").Single(input => (string?)input.Attribute("type") == "range");
        Assert.Contains(Body().Descendants("label"), label => (string?)label.Attribute("for") == slider.Attribute("id")!.Value);
        Assert.Equal("2", slider.Attribute("max")!.Value);
        string[] frames = [.. Frames().Matches(_page).Select(match => match.Value)];
        Assert.Equal(3, frames.Length);
        Assert.StartsWith("ff00ff00", frames[0]);
        Assert.Equal(frames[0], frames[1]);
        Assert.NotEqual(frames[1], frames[2]);
    }

    [Fact]
    public void Names_are_text_wherever_they_stand()
    {
        Assert.Contains("world &lt;knowledge&gt;", _page);
        Assert.DoesNotContain("<knowledge>", _page);
        Assert.Contains("<title>Routes of &lt;run&gt;</title>", _page);
    }

    [Fact]
    public void Without_ablations_it_says_how_to_make_them()
    {
        Assert.Contains("./cluster routes ablate", Page());
        Assert.Contains("tied experts", _page);
        Assert.DoesNotContain("./cluster routes ablate", _page);
    }

    private static string Page(params AblationScore[] scores)
    {
        RouteTable last = MadeUpRoutes.Table(20);
        return RoutePage.Write(new RouteReport(
            "<run>",
            [MadeUpRoutes.OnePath(0), MadeUpRoutes.OnePath(10), last],
            RouteClusters.Of(last, null, new Permutations(99, 1)),
            ExpertCorrelationsSpecs.Of(last),
            AblationEffect.Of(scores)));
    }

    /// <summary>What is shown is well-formed XML, so that no tag is left open.</summary>
    private XElement Body() => XElement.Parse(MainPart().Match(_page).Value);

    [GeneratedRegex("<main>.*</main>", RegexOptions.Singleline)]
    private static partial Regex MainPart();

    [GeneratedRegex("(?<=\")[0-9a-f]{56}(?=\")")]
    private static partial Regex Frames();
}
