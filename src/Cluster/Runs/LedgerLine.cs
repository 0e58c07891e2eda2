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

    private LedgerLine(JsonElement root) => this.root = root;

    /// <summary>Kind of a line that is a step.</summary>
    public const string StepKind = "step";

    /// <summary>Kind of a line that is an evaluation.</summary>
    public const string EvaluationKind = "evaluation";

    /// <summary>When it happened.</summary>
    public DateTimeOffset At => root.GetProperty("at").GetDateTimeOffset();

    /// <summary>What it is.</summary>
    public string Kind => root.GetProperty("kind").GetString() ?? "";

    /// <summary>The step it belongs to.</summary>
    public long Step => root.GetProperty("step").GetInt64();

    /// <summary>A detail as text; null when the line has none of that name.</summary>
    public string? Text(string name) => root.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static LedgerLine Parse(string line) => new(JsonDocument.Parse(line).RootElement);

    /// <summary>Tells an observer what the line says.</summary>
    public void Tell(IRunObserver observer)
    {
        switch (Kind)
        {
            case StepKind:
                observer.OnStep(AsStep());
                break;
            case EvaluationKind:
                observer.OnEvaluation(new EvaluationRecord(
                    Step, Text("rows") ?? "", root.GetProperty("scores").Deserialize<Dictionary<string, double>>(Options) ?? [],
                    new Dictionary<string, float[]>(), Number("seconds")));
                break;
            default:
                observer.OnEvent(Kind, Step, root.EnumerateObject().Where(detail => detail.Name is not ("at" or "kind" or "step"))
                    .ToDictionary(detail => detail.Name, detail => (object?)detail.Value.ToString()));
                break;
        }
    }

    private StepRecord AsStep() => new()
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
