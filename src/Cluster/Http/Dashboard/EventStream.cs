using System.Globalization;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>
/// /api/events: news as they happen, as server-sent events. `run` comes with a step or another phase, at most twice a second, and at
/// least every ten seconds; `ledger` with every line, numbered, so that a page that connects again, to whichever node, misses none;
/// `map` when the coordinator has written who is there, at most every two seconds. A stream ends after five minutes, and the viewer
/// connects again: its token, judged at the beginning, may have been withdrawn.
/// </summary>
internal sealed class EventStream(RunView view, TimeProvider time)
{
    private const int EntriesMost = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500), MapEvery = TimeSpan.FromSeconds(2),
        SignEvery = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromMinutes(5);

    /// <summary>Sends events until the viewer goes, or the stream has lasted its time.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        response.ContentType = "text/event-stream";
        Viewer viewer = new(NewestSeen(context.Request) ?? view.Ledger(0, 1).Select(entry => entry.Id).FirstOrDefault());
        await response.WriteAsync("retry: 2000\n\n", gone);
        var began = time.GetTimestamp();
        using PeriodicTimer timer = new(Every, time);
        do
        {
            foreach (var news in News(viewer)) await response.WriteAsync(news, gone);
            await response.Body.FlushAsync(gone);
        }
        while (time.GetElapsedTime(began) < Longest && await timer.WaitForNextTickAsync(gone));
    }

    private IEnumerable<string> News(Viewer viewer)
    {
        foreach (var entry in view.Ledger(viewer.Entry, EntriesMost))
        {
            viewer.Entry = entry.Id;
            yield return string.Create(CultureInfo.InvariantCulture, $"id: {entry.Id}\n") + Event("ledger", entry);
        }
        if (Past(viewer.MapAt, MapEvery) && view.Map() is var map && !map.IsLike(viewer.Map))
        {
            (viewer.Map, viewer.MapAt) = (map, time.GetTimestamp());
            yield return Event("map", map);
        }
        var run = view.Summary();
        var unlike = run with { SecondsQuiet = null } != viewer.Run;
        if (unlike || Past(viewer.RunAt, SignEvery))
        {
            (viewer.Run, viewer.RunAt) = (run with { SecondsQuiet = null }, time.GetTimestamp());
            yield return Event("run", run);
        }
    }

    private bool Past(long? at, TimeSpan span) => at is not { } since || time.GetElapsedTime(since) >= span;

    private static string Event(string name, object value) => $"event: {name}\ndata: {DashboardJson.Text(value)}\n\n";

    // A browser that connects again says what it has; the page says it the first time.
    private static long? NewestSeen(HttpRequest request)
    {
        foreach (var said in (string?[])[request.Headers["Last-Event-ID"], request.Query["after"]])
        {
            if (long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)) return seen;
        }
        return null;
    }

    private sealed class Viewer(long entry)
    {
        public long Entry { get; set; } = entry;

        public ClusterMap? Map { get; set; }

        public long? MapAt { get; set; }

        public RunSummary? Run { get; set; }

        public long? RunAt { get; set; }
    }
}
