using System.Diagnostics;

namespace Moe.Cluster.Specs;

/// <summary>Chromium without a window, where one is installed.</summary>
internal static class Browser
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }, Path.Combine).FirstOrDefault(File.Exists);

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
        ProcessStartInfo start = new(Program!, [
            "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var browser = Process.Start(start)!;
        var said = browser.StandardError.ReadToEndAsync();
        var output = await browser.StandardOutput.ReadToEndAsync();
        await browser.WaitForExitAsync();
        return browser.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"chromium ended with {browser.ExitCode}: {await said}");
    }
}
