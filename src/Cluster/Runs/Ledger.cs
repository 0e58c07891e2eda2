using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moe.Actors.Ports;

namespace Moe.Cluster.Runs;

/// <summary>
/// ledger.jsonl: every event, step and evaluation of a run, one JSON object a line, in the order in which they happened.
/// It only grows: after a crash a `resumed` line, after the loss of a node a `recovered` line, says from which step on the lines
/// before it count no more.
/// </summary>
internal sealed class Ledger(string path, TimeProvider time) : IRunObserver, IDisposable
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly LineFile file = new(path);

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details) =>
        Append(kind, step, details);

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        Dictionary<string, object?> details = new()
        {
            ["epoch"] = step.Epoch,
            ["stage"] = step.Stage,
            ["committed"] = step.Committed,
            ["loss"] = step.Loss,
            ["target_tokens"] = step.TargetTokens,
            ["tokens"] = step.Tokens,
            ["gradient_norm"] = step.GradientNorm,
            ["clip"] = step.Clip,
            ["rate"] = step.Rate,
            ["temperature"] = step.Temperature,
            ["micro_batches"] = step.MicroBatches,
            ["retried"] = step.Retried,
            ["experts"] = step.Experts,
            ["by_task"] = step.ByTask.OrderBy(task => task.Key, StringComparer.Ordinal)
                .ToDictionary(task => task.Key, task => new { loss = task.Value.Loss, tokens = task.Value.Tokens }),
        };
        if (step.Reason is not null) details["reason"] = step.Reason;
        Append("step", step.Step, details);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation) => Append("evaluation", evaluation.Step, new Dictionary<string, object?>
    {
        ["rows"] = evaluation.Rows,
        ["seconds"] = evaluation.Seconds,
        ["scores"] = evaluation.Scores.OrderBy(task => task.Key, StringComparer.Ordinal).ToDictionary(),
    });

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Append(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        Dictionary<string, object?> line = new()
        {
            ["at"] = time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["kind"] = kind,
            ["step"] = step,
        };
        foreach (var (key, value) in details) line[key] = value;
        file.Append(JsonSerializer.Serialize(line, Options));
    }
}
