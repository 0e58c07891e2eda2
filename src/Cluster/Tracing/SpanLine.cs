using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Moe.Actors.Tracing;

namespace Moe.Cluster.Tracing;

/// <summary>A span as a line of a trace file holds it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Trace">Which following of the step it belongs to: a step that was computed again has several.</param>
/// <param name="Span">Its id.</param>
/// <param name="Parent">The id of the span it is part of; null: the step's own.</param>
/// <param name="Name">What was done.</param>
/// <param name="Node">Where.</param>
/// <param name="At">When it began, by that node's clock.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Detail">Micro-batch, expert and operation, as far as it has them.</param>
internal sealed record SpanLine(
    long Step, string Trace, string Span, string? Parent, string Name, string Node, DateTimeOffset At, double Milliseconds, string Detail)
{
    /// <summary>When it ended.</summary>
    public DateTimeOffset End => At.AddMilliseconds(Milliseconds);

    /// <summary>A span that has ended.</summary>
    public static SpanLine Of(Activity span, string node) => new(
        Convert.ToInt64(span.GetTagItem(TrainingSpans.StepTag), CultureInfo.InvariantCulture), span.TraceId.ToHexString(),
        span.SpanId.ToHexString(), span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString(), span.DisplayName, node,
        new DateTimeOffset(span.StartTimeUtc), span.Duration.TotalMilliseconds,
        string.Join(' ', new[] { TrainingSpans.MicroBatchTag, TrainingSpans.ExpertTag, TrainingSpans.OperationTag }
            .Select(span.GetTagItem).Where(tag => tag is not null)));

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static SpanLine Parse(string line) => JsonSerializer.Deserialize<SpanLine>(line, JsonSerializerOptions.Web)
        ?? throw new JsonException("a line is empty");

    /// <summary>The line.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
