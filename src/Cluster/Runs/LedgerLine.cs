using System.Text.Json;
using System.Text.Json.Serialization;
using Moe.Actors.Ports;

namespace Moe.Cluster.Runs;

/// <summary>A line of ledger.jsonl as it is read again.</summary>
internal sealed class LedgerLine
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly JsonElement root;

    private LedgerLine(JsonElement root, long end) => (this.root, End) = (root, end);

    /// <summary>Kind of a line that is a step.</summary>
    public const string StepKind = "step";

    /// <summary>Kind of a line that is an evaluation.</summary>
    public const string EvaluationKind = "evaluation";

    /// <summary>Bytes of the ledger up to its end: a number that stays the line's own, since ledgers only grow.</summary>
    public long End { get; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At => root.GetProperty("at").GetDateTimeOffset();

    /// <summary>What it is.</summary>
    public string Kind => root.GetProperty("kind").GetString() ?? "";

    /// <summary>The step it belongs to.</summary>
    public long Step => root.GetProperty("step").GetInt64();

    /// <summary>A detail as text; null when the line has none of that name.</summary>
    public string? Text(string name) => root.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Everything else it says, by name.</summary>
    public IEnumerable<JsonProperty> Details => root.EnumerateObject().Where(detail => detail.Name is not ("at" or "kind" or "step"));

    /// <summary>Reads a line that ends at a place of its ledger.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static LedgerLine Parse(string line, long end = 0) => new(JsonDocument.Parse(line).RootElement, end);

    /// <summary>Tells an observer what the line says.</summary>
    public void Tell(IRunObserver observer)
    {
        switch (Kind)
        {
            case StepKind:
                observer.OnStep(AsStep());
                break;
            case EvaluationKind:
                observer.OnEvaluation(AsEvaluation());
                break;
            default:
                observer.OnEvent(Kind, Step, Details.ToDictionary(detail => detail.Name, detail => (object?)detail.Value.ToString()));
                break;
        }
    }

    /// <summary>A line that is an evaluation; the ledger has no routes.</summary>
    public EvaluationRecord AsEvaluation() => new(
        Step, Text("rows") ?? "", root.GetProperty("scores").Deserialize<Dictionary<string, double>>(Options) ?? [],
        new Dictionary<string, float[]>(), Number("seconds"));

    /// <summary>A line that is a step; the ledger has neither places nor loads.</summary>
    public StepRecord AsStep() => new()
    {
        Step = Step,
        Stage = Text("stage") ?? "",
        Committed = root.GetProperty("committed").GetBoolean(),
        Reason = Text("reason"),
        Loss = Number("loss"),
        TargetTokens = (int)Number("target_tokens"),
        Tokens = (int)Number("tokens"),
        GradientNorm = Number("gradient_norm"),
        Clip = Number("clip"),
        Rate = Number("rate"),
        Temperature = Number("temperature"),
        MicroBatches = (int)Number("micro_batches"),
        Retried = (int)Number("retried"),
        Experts = (int)Number("experts"),
        Epoch = (long)Number("epoch"),
        ByTask = root.GetProperty("by_task").EnumerateObject().ToDictionary(
            task => task.Name, task => (task.Value.GetProperty("loss").Deserialize<double>(Options),
                task.Value.GetProperty("tokens").GetInt32())),
    };

    private double Number(string name) => root.TryGetProperty(name, out var value) ? value.Deserialize<double>(Options) : 0;
}
