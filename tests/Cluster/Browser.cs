namespace Moe.Cluster.Specs;

/// <summary>Chromium without a window, where one is installed.</summary>
internal static class Browser
{
    /// <summary>Where it is; null: nowhere.</summary>
    public static string? Program { get; } = InstalledProgram.Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>Whether there is one.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>The page's elements after its script has run.</summary>
    public static Task<string> Elements(string page, string profile) => Run(profile, "--dump-dom", page);

    /// <summary>Draws a page into a PNG file.</summary>
    public static Task Draw(string page, string profile, string picture, int width, int height) =>
        Run(profile, $"--window-size={width},{height}", "--hide-scrollbars", $"--screenshot={picture}", page);

    /// <summary>Prints a page into a PDF file.</summary>
    public static Task Print(string page, string profile, string document) =>
        Run(profile, "--no-pdf-header-footer", $"--print-to-pdf={document}", page);

    private static async Task<string> Run(string profile, params string[] arguments)
    {
        var (code, output, error) = await InstalledProgram.RunAsync(
            Program!, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", .. arguments]);
        return code == 0 ? output : throw new InvalidOperationException($"chromium ended with {code}: {error}");
    }
}
