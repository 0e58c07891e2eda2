using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A run's routes from training to the page about them.</summary>
public sealed class RoutesProcessSpecs : IDisposable
{
    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Every_analysis_of_a_run_leaves_its_files()
    {
        await Succeeds([.. WorkFolder.Train("run")]);
        await Succeeds("routes", "heatmaps", "run");
        await Succeeds("routes", "entropy", "run");
        Assert.Contains("permutation p", await Succeeds("routes", "clusters", "run", "--permutations", "99"), StringComparison.Ordinal);
        Assert.Contains("stand out", await Succeeds("routes", "correlate", "run", "--permutations", "99"), StringComparison.Ordinal);
        var ablated = await Succeeds(
            "routes", "ablate", "run", "--feature", "input-words", "--experts", "1", "--draws", "1", "--rows", "2", "--tasks",
            "copy,upper");
        Assert.Contains("random draw 1", ablated, StringComparison.Ordinal);
        await Succeeds("routes", "report", "run", "--permutations", "99");

        Assert.Equal(6, Directory.GetFiles(work.File("run", "routes"), "heatmap-*.svg").Length);
        foreach (var picture in Directory.GetFiles(work.File("run", "routes"), "*.svg")) Assert.NotNull(XDocument.Load(picture).Root);
        Assert.Equal(5, File.ReadAllLines(work.File("run", "routes", "clusters.csv")).Length);
        Assert.Equal(1 + 4, File.ReadAllLines(work.File("run", "routes", "ablation.csv")).Length);
        Assert.Contains("input-words", await File.ReadAllTextAsync(
            work.File("run", "routes.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        await Succeeds([.. WorkFolder.Train("run")]);

        var feature = await NodeProcess.RunAsync(work.Path, "routes", "ablate", "run", "--feature", "input-wordz");
        Directory.Move(work.File("gym"), work.File("elsewhere"));
        var gym = await NodeProcess.RunAsync(work.Path, "routes", "correlate", "run");
        Directory.Move(work.File("elsewhere"), work.File("gym"));
        File.AppendAllText(work.File("gym", "copy", "copy_full_13_train.tsv"), "five\tfive\n");
        var changed = await NodeProcess.RunAsync(work.Path, "routes", "report", "run");

        Assert.Equal(3, feature.Code);
        Assert.Contains("The nearest is input-words", feature.Error, StringComparison.Ordinal);
        Assert.Equal(4, gym.Code);
        Assert.Contains("no such folder", gym.Error, StringComparison.Ordinal);
        Assert.Equal(4, changed.Code);
        Assert.Contains("with other rows: copy", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_works_in_a_browser_on_a_phone_and_on_a_desk()
    {
        Assert.SkipUnless(Browser.IsInstalled, "there is no chromium; Debian's package of that name has it");
        await Succeeds([.. WorkFolder.Train("run")]);
        await Succeeds("routes", "report", "run", "--permutations", "99");
        var (page, profile) = ($"file://{work.File("run", "routes.html")}", work.File("profile"));
        var pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName;

        var elements = await Browser.Elements(page, profile);
        var narrow = work.File("narrow.html");
        await File.WriteAllTextAsync(narrow, Measured(await File.ReadAllTextAsync(
            work.File("run", "routes.html"), TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var measured = await Browser.Elements($"file://{narrow}", profile);
        await Browser.Draw(page, profile, Path.Combine(pictures, "routes-360.png"), 360, 3000);
        await Browser.Draw(page, profile, Path.Combine(pictures, "routes-1280.png"), 1280, 2000);

        Assert.Matches("<input id=\"step\"[^>]* aria-valuetext=\"step 12\"", elements);
        Assert.DoesNotMatch("<div class=\"controls\"[^>]*hidden", elements);
        Assert.Matches("<p id=\"overflow\">0</p>", measured);
    }

    [Fact]
    public async Task On_paper_a_section_begins_a_page_and_nothing_is_cut()
    {
        Assert.SkipUnless(Browser.IsInstalled, "there is no chromium; Debian's package of that name has it");
        await Succeeds([.. WorkFolder.Train("run")]);
        await Succeeds("routes", "report", "run", "--permutations", "99");
        var page = $"file://{work.File("run", "routes.html")}";
        var printed = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName, "routes.pdf");

        await Browser.Print(page, work.File("profile"), printed);
        var document = await File.ReadAllTextAsync(printed, Encoding.Latin1, TestContext.Current.CancellationToken);
        await using var shown = await BrowserPage.OpenAsync(work.File("other profile"));
        await shown.GoAsync(page);
        // What A4 leaves between the margins, in pixels of 1/96 inch.
        await shown.SizeAsync(680, 1009);
        await shown.PrintAsync();
        await shown.UntilAsync("document.querySelector('#ablation') && matchMedia('print').matches && innerWidth === 680");

        Assert.InRange(Regex.Count(document, "/Type /Page\\b"), 5, 10);
        Assert.Matches(@"/MediaBox \[0 0 59[45]\.?\d* 84[12]\.?\d*\]", document);
        Assert.Equal(0, (await shown.ValueAsync("document.documentElement.scrollWidth - innerWidth")).GetInt32());
        Assert.Equal("", (await shown.ValueAsync(
            "[...document.querySelectorAll('figure, section .wide')].filter(one => one.scrollWidth > one.clientWidth "
            + "|| one.tagName === 'FIGURE' && one.offsetHeight > innerHeight).map(one => one.textContent).join()")).GetString());
        Assert.Equal("rgb(0, 0, 0) on rgb(255, 255, 255)", (await shown.ValueAsync(
            "(look => `${look.color} on ${look.backgroundColor}`)(getComputedStyle(document.body))")).GetString());
    }

    // The page in a frame of a phone's width, and by how many pixels it is wider than that.
    private static string Measured(string page) =>
        $"""
        <!DOCTYPE html><iframe id="phone" width="360" height="800" srcdoc="{page.Replace("&", "&amp;").Replace("\"", "&quot;")}"></iframe>
        <p id="overflow"></p>
        <script>
        document.getElementById("phone").onload = event => {"{"}
          const shown = event.target.contentDocument.documentElement;
          document.getElementById("overflow").textContent = shown.scrollWidth - shown.clientWidth;
        {"}"};
        </script>
        """;

    private async Task<string> Succeeds(params string[] arguments)
    {
        var (code, output, error) = await NodeProcess.RunAsync(work.Path, arguments);
        Assert.True(code == 0, string.Join(' ', arguments) + "\n" + output + error);
        return output;
    }
}
