using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A page in a Chromium without a window, driven as its developer tools do, over their protocol.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";

    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> asked = [];
    private readonly ConcurrentQueue<string> errors = [];
    private int asks;

    private BrowserPage(Process process) => this.process = process;

    /// <summary>What went wrong on the page: errors in its console, exceptions, files that could not be loaded.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a browser with an empty page.</summary>
    /// <param name="profile">A folder of its own.</param>
    public static async Task<BrowserPage> OpenAsync(string profile)
    {
        var process = Process.Start(new ProcessStartInfo(Browser.Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={profile}",
            "--remote-debugging-port=0", "about:blank",
        ])
        { RedirectStandardError = true })!;
        BrowserPage page = new(process);
        try
        {
            await page.socket.ConnectAsync(await PageOfAsync(process), Cancel);
            _ = page.ListenAsync();
            foreach (var domain in (string[])["Runtime", "Log", "Page"]) await page.AskAsync($"{domain}.enable");
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads an address.</summary>
    public Task GoAsync(string address) => AskAsync("Page.navigate", new { url = address });

    /// <summary>Makes the window as large as a device's.</summary>
    public Task SizeAsync(int width, int height) =>
        AskAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    /// <summary>Has the device prefer dark or light.</summary>
    public Task PreferAsync(string scheme) =>
        AskAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });

    /// <summary>Lays the page out as on paper.</summary>
    public Task PrintAsync() => AskAsync("Emulation.setEmulatedMedia", new { media = "print" });

    /// <summary>The value of an expression on the page, of a promise once it is kept.</summary>
    public async Task<JsonElement> ValueAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        if (answer.TryGetProperty("exceptionDetails", out var thrown))
            throw new InvalidOperationException($"{expression}: {thrown.GetRawText()}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression is true on the page.</summary>
    public Task UntilAsync(string expression) => ValueAsync(
        $$"""new Promise(go => { const look = setInterval(() => { if ({{expression}}) { clearInterval(look); go(true); } }, 100); })""");

    /// <summary>Draws the whole page into a PNG file.</summary>
    public async Task DrawAsync(string picture)
    {
        var (width, height) = ((await ValueAsync("innerWidth")).GetInt32(), (await ValueAsync("document.body.scrollHeight")).GetInt32());
        var answer = await AskAsync("Page.captureScreenshot", new
        {
            captureBeyondViewport = true,
            clip = new { x = 0, y = 0, width, height, scale = 1 },
        });
        await File.WriteAllBytesAsync(picture, answer.GetProperty("data").GetBytesFromBase64(), Cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        socket.Dispose();
    }

    // The browser says where it listens, and which pages it has there.
    private static async Task<Uri> PageOfAsync(Process process)
    {
        string? line;
        do line = await process.StandardError.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("chromium has ended");
        while (!line.StartsWith(Listening, StringComparison.Ordinal));
        // Whatever else it says must not fill the pipe.
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using HttpClient client = new();
        var pages = await client.GetStringAsync($"http://{new Uri(line[Listening.Length..]).Authority}/json/list", Cancel);
        return new Uri(JsonDocument.Parse(pages).RootElement.EnumerateArray()
            .First(page => page.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!);
    }

    private async Task<JsonElement> AskAsync(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref asks);
        var answer = asked[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await socket.SendAsync(question, WebSocketMessageType.Text, endOfMessage: true, Cancel);
        return await answer.Task.WaitAsync(Cancel);
    }

    private async Task ListenAsync()
    {
        var piece = new byte[1 << 16];
        using MemoryStream message = new();
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(piece, CancellationToken.None);
            message.Write(piece, 0, received.Count);
            if (!received.EndOfMessage) continue;
            Take(JsonDocument.Parse(message.ToArray()).RootElement);
            message.SetLength(0);
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id) && asked.TryRemove(id.GetInt32(), out var answer))
        {
            if (message.TryGetProperty("result", out var result)) answer.SetResult(result);
            else answer.SetException(new InvalidOperationException(message.GetRawText()));
            return;
        }
        if (message.TryGetProperty("method", out var method) && IsError(method.GetString(), message.GetProperty("params")))
            errors.Enqueue(message.GetRawText());
    }

    private static bool IsError(string? method, JsonElement said) => method switch
    {
        "Runtime.exceptionThrown" => true,
        "Runtime.consoleAPICalled" => said.GetProperty("type").GetString() is "error" or "warning",
        "Log.entryAdded" => said.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning",
        _ => false,
    };
}
