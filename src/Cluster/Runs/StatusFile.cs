using System.Text.Json;
using System.Text.Json.Serialization;
using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Model;

namespace Moe.Cluster.Runs;

/// <summary>
/// status.json: what `./cluster status` prints, replaced as a whole with every event, and with steps at most once a second.
/// </summary>
internal sealed class StatusFile : IRunObserver
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly string path;
    private readonly TimeProvider time;
    private readonly Dictionary<ExpertId, long> load = [];
    private RunStatus status;
    private StepRecord? unwritten;
    private long? writtenAt;

    /// <summary>Goes on counting where the coordinator before this one stopped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="coordinator">What this coordinator's node is called.</param>
    /// <param name="plannedSteps">Steps of the run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="takesOver">Whether whatever is in the file was written by another process.</param>
    public StatusFile(string path, string coordinator, long plannedSteps, TimeProvider time, bool takesOver)
    {
        (this.path, this.time) = (path, time);
        var before = ReadOrForget(path);
        status = new RunStatus
        {
            At = time.GetUtcNow(),
            Coordinator = coordinator,
            Last = "",
            Step = before?.Step ?? 0,
            PlannedSteps = plannedSteps,
            Stage = before?.Stage ?? "",
            Epoch = before?.Epoch ?? -1,
            NodesLost = (before?.NodesLost ?? 0) + (takesOver && before is { IsUnfinished: true } ? 1 : 0),
            Recoveries = before?.Recoveries ?? 0,
            Moves = before?.Moves ?? 0,
            Members = before?.Members ?? [],
            Experts = before?.Experts ?? [],
        };
    }

    /// <summary>The status in a file; null when there is none.</summary>
    /// <exception cref="JsonException">The file is no status.</exception>
    public static RunStatus? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<RunStatus>(File.ReadAllText(path), Options) : null;

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        Take();
        status = kind switch
        {
            RunEvents.NodeLost => status with { NodesLost = status.NodesLost + 1 },
            RunEvents.Recovered or RunEvents.Resumed => status with { Recoveries = status.Recoveries + 1, Step = step },
            RunEvents.Moved => status with { Moves = status.Moves + 1 },
            RunEvents.Started => status with { Step = step },
            _ => status,
        };
        Write(kind);
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        foreach (var (expert, count) in step.Load) load[expert] = load.GetValueOrDefault(expert) + count;
        unwritten = step;
        if (writtenAt is not { } at || time.GetElapsedTime(at) >= Every) Write("step");
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation) => Write("evaluation");

    // Shown with the next step or event: phases change several times a step, and this is called also when fenced.
    /// <inheritdoc/>
    public void OnPhase(RunPhase phase) => status = status with { Phase = phase };

    /// <summary>As <see cref="Read"/>, but a file that is no status is none: a power cut may leave one empty.</summary>
    public static RunStatus? ReadOrForget(string path)
    {
        try
        {
            return Read(path);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Take()
    {
        if (unwritten is not { } step) return;
        unwritten = null;
        status = status with
        {
            Step = step.Step + 1,
            Stage = step.Stage,
            Epoch = step.Epoch,
            Members = [.. step.Nodes.OrderBy(node => node.Key, StringComparer.Ordinal).Select(node => new MemberStatus(
                node.Key, node.Value, step.Places.Count(place => place.Value == node.Key)))],
            Experts = [.. step.Places.OrderBy(place => place.Key).Select(place => new ExpertStatus(
                place.Key.ToString(), place.Value, step.Step + 1, load.GetValueOrDefault(place.Key),
                step.Off.Contains(place.Key.AsExpert())))],
        };
    }

    private void Write(string last)
    {
        Take();
        writtenAt = time.GetTimestamp();
        status = status with { Last = last, At = time.GetUtcNow() };
        TextFiles.Show(path, JsonSerializer.Serialize(status, Options) + "\n");
    }
}
