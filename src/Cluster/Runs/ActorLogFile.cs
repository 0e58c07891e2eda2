using System.Text.Json;
using Moe.Actors.Ports;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// actors/NODE.jsonl: what the actors of one node did, a JSON object a line, written twice a second. It lies in the run folder so that
/// every node can show it, also when the one that wrote it is gone. At most two files of 1 MiB are kept: a full one takes the place of
/// the one before it. Nothing depends on it: where it cannot be written, one warning is all.
/// </summary>
internal sealed class ActorLogFile : IActorLog, IDisposable
{
    private const long BytesMost = 1 << 20;
    private const int WaitingMost = 20_000;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly string path, node;
    private readonly TimeProvider time;
    private readonly Action<string> warn;
    private readonly Lock queueing = new(), writing = new();
    private readonly ITimer timer;
    private List<ActorLogLine> waiting = [];
    private LineFile? file;
    private bool broken;

    /// <summary>A log that begins when something is said.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="node">What this node is called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Told once when it cannot be written.</param>
    public ActorLogFile(string path, string node, TimeProvider time, Action<string> warn)
    {
        (this.path, this.node, this.time, this.warn) = (path, node, time, warn);
        timer = time.CreateTimer(_ => Write(), null, Every, Every);
    }

    /// <inheritdoc/>
    public void Say(string actor, string what)
    {
        ActorLogLine line = new(time.GetUtcNow(), node, actor, what);
        lock (queueing)
        {
            // A disk that stands still must not take the memory.
            if (waiting.Count < WaitingMost) waiting.Add(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        Write();
        lock (writing) file?.Dispose();
    }

    private void Write()
    {
        lock (writing)
        {
            var lines = Take();
            if (lines.Count == 0 || broken) return;
            try
            {
                Append(lines);
            }
            catch (EnvironmentException failure)
            {
                broken = true;
                warn($"what the actors of this node do is not logged any more: {failure.Message}");
            }
        }
    }

    private List<ActorLogLine> Take()
    {
        lock (queueing)
        {
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }

    private void Append(List<ActorLogLine> lines)
    {
        file ??= LineFile.WithFolder(path);
        file.Append(string.Join('\n', lines.Select(line => JsonSerializer.Serialize(line, ActorLogs.Options))));
        if (file.Length < BytesMost) return;
        file.Dispose();
        file = null;
        TextFiles.Told(path, () => File.Move(path, ActorLogs.OlderOf(path), overwrite: true));
    }
}
