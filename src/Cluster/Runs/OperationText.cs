using System.Text.Json;
using Moe.Actors.Operations;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// Operations as JSON: what is asked for, {"operation":"freeze","why":"...","expert":"encoder.0.1"}, and what is accepted, with number,
/// step and who.
/// </summary>
internal static class OperationText
{
    /// <summary>Name of the property with the operation's name.</summary>
    public const string Operation = "operation";

    /// <summary>Name of the property with the reason.</summary>
    public const string Why = "why";

    private const string Id = "id", Step = "step", Who = "who", Key = "key";

    private static readonly string[] OfAcceptance = [Id, Step, Who];

    /// <summary>An accepted operation as a line.</summary>
    public static string Write(AcceptedOperation accepted)
    {
        var text = Describe(accepted);
        if (accepted.Key.Length > 0) text[Key] = accepted.Key;
        return JsonSerializer.Serialize(text, ReadableJson.Options);
    }

    /// <summary>An accepted operation as names and values.</summary>
    public static Dictionary<string, object?> Describe(AcceptedOperation accepted)
    {
        var text = OperationForm.Describe(accepted);
        text[Step] = accepted.Step;
        return text;
    }

    /// <summary>Reads a line that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no JSON, or lacks something.</exception>
    /// <exception cref="ConfigurationException">It names no operation.</exception>
    public static AcceptedOperation Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !OfAcceptance.All(name => root.TryGetProperty(name, out _)))
            throw new JsonException($"'{line}' lacks one of {string.Join(", ", OfAcceptance)}.");
        var (operation, why) = ReadRequest(root, [.. OfAcceptance, Key]);
        return new AcceptedOperation(
            root.GetProperty(Id).Deserialize<long>(), root.GetProperty(Step).Deserialize<long>(),
            root.GetProperty(Who).Deserialize<string>() ?? "", why, operation,
            root.TryGetProperty(Key, out var key) ? key.Deserialize<string>() ?? "" : "");
    }

    /// <summary>Reads what is asked for.</summary>
    /// <param name="request">A JSON object.</param>
    /// <param name="others">Names of properties that are no arguments.</param>
    /// <exception cref="ConfigurationException">It names no operation, or no reason, or wrong arguments.</exception>
    public static (RunOperation Operation, string Why) ReadRequest(JsonElement request, params IReadOnlyList<string> others)
    {
        if (request.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException("The request is no JSON object, expected {\"operation\":\"pause\",\"why\":\"...\"}.");
        Dictionary<string, string> arguments = [];
        foreach (var property in request.EnumerateObject().Where(property => !others.Contains(property.Name)))
        {
            arguments[property.Name] = property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? property.Value.ToString()
                : throw new ConfigurationException($"'{property.Name}' is {property.Value.GetRawText()}, expected a text or a number.");
        }
        if (!arguments.Remove(Operation, out var name)) throw new ConfigurationException($"The request lacks '{Operation}'.");
        if (!arguments.Remove(Why, out var why) || string.IsNullOrWhiteSpace(why))
            throw new ConfigurationException($"{name} lacks '{Why}': the ledger keeps the reason of every operation.");
        return (OperationForm.Read(name, arguments), why);
    }
}
