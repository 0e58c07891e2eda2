using Moe.Model.Failures;

namespace Moe.Actors.Operations;

/// <summary>
/// How a kind of operation is asked for: its name, arguments and meaning. Requests, ledger, files and messages all carry an operation
/// as its name and the texts of its arguments.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Required">Arguments that it cannot do without, in the order in which a command takes them.</param>
/// <param name="Optional">Arguments that may be left out.</param>
public sealed record OperationForm(
    OperationKind Kind, string Description, IReadOnlyList<OperationArgument> Required, IReadOnlyList<OperationArgument> Optional)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OperationForm> All { get; } =
    [
        new(OperationKind.Pause, "Begins no further step until `resume`.", [], []),
        new(OperationKind.Resume, "Goes on after `pause`.", [], []),
        new(OperationKind.Checkpoint, "Writes a checkpoint between this step and the next.", [], []),
        new(OperationKind.Drain, "Empties a node between two steps; it then leaves the run and ends.", [OperationArgument.Node], []),
        new(OperationKind.Move, "Moves an expert to a node, where it stays until nodes come or go.",
            [OperationArgument.Expert, OperationArgument.Node], []),
        new(OperationKind.Pin, "Moves an expert to a node and keeps it there, whenever the node is there.",
            [OperationArgument.Expert, OperationArgument.Node], []),
        new(OperationKind.Unpin, "Lets an expert be placed freely again.", [OperationArgument.Expert], []),
        new(OperationKind.Replicate, "Always refused: the number of replicas is fixed when a run begins.",
            [OperationArgument.Expert, OperationArgument.Replicas], []),
        new(OperationKind.Freeze, "Stops changing an expert's weights.", [OperationArgument.Expert], []),
        new(OperationKind.Unfreeze, "Has a frozen expert learn again.", [OperationArgument.Expert], []),
        new(OperationKind.Clone, "Makes a slot that is off a copy of an expert; the layer computes the same.",
            [OperationArgument.Expert], [OperationArgument.Slot]),
        new(OperationKind.Merge, "Merges another expert into an expert, by what both served, and switches it off.",
            [OperationArgument.Expert, OperationArgument.Other], []),
        new(OperationKind.Prune, "Switches an expert off; its rows go to the others of its layer.", [OperationArgument.Expert], []),
        new(OperationKind.Activate, "Switches an expert on again, as it was.", [OperationArgument.Expert], []),
        new(OperationKind.Sampler, "Draws rows by another sampler.", [OperationArgument.Sampler], [OperationArgument.Temperature]),
        new(OperationKind.Quarantine, "Draws no rows of a task until `release`.", [OperationArgument.Task], []),
        new(OperationKind.Release, "Draws a task's rows again.", [OperationArgument.Task], []),
        new(OperationKind.Undo, "Goes on as if an earlier operation had not been given.", [OperationArgument.Undone], []),
    ];

    /// <summary>The name of a kind.</summary>
    public static string NameOf(OperationKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The form of a kind.</summary>
    public static OperationForm Of(OperationKind kind) => All.Single(form => form.Kind == kind);

    /// <summary>Reads an operation.</summary>
    /// <exception cref="ConfigurationException">There is none of that name, or an argument is missing, unknown or wrong.</exception>
    public static RunOperation Read(string name, IReadOnlyDictionary<string, string> arguments)
    {
        var form = All.FirstOrDefault(known => NameOf(known.Kind) == name) ?? throw new ConfigurationException(
            $"'{name}' is no operation, expected one of {string.Join(", ", All.Select(known => NameOf(known.Kind)))}.");
        if (form.Required.FirstOrDefault(argument => !arguments.ContainsKey(argument.Name)) is { } missing)
            throw new ConfigurationException($"{name} lacks '{missing.Name}', expected: {missing.Meaning}");
        if (arguments.Keys.FirstOrDefault(given => form.Arguments.All(argument => argument.Name != given)) is { } unknown)
        {
            var names = form.Arguments.Select(argument => argument.Name).DefaultIfEmpty("no argument");
            throw new ConfigurationException($"{name} has no '{unknown}', expected {string.Join(" and ", names)}.");
        }
        return form.Arguments.Where(argument => arguments.ContainsKey(argument.Name)).Aggregate(
            new RunOperation(form.Kind), (operation, argument) => argument.Read(operation, arguments[argument.Name]));
    }

    /// <summary>An accepted operation as names and values, without its step, as the ledger and lists have it.</summary>
    public static Dictionary<string, object?> Describe(AcceptedOperation accepted)
    {
        Dictionary<string, object?> details = new()
        {
            ["id"] = accepted.Id,
            ["operation"] = NameOf(accepted.Operation.Kind),
            ["who"] = accepted.Who,
            ["why"] = accepted.Why,
        };
        foreach (var (name, text) in Of(accepted.Operation.Kind).Write(accepted.Operation)) details[name] = text;
        return details;
    }

    /// <summary>The arguments that an operation of this kind has, as texts.</summary>
    public IReadOnlyDictionary<string, string> Write(RunOperation operation) => Arguments
        .Select(argument => (argument.Name, Text: argument.Write(operation))).Where(argument => argument.Text is not null)
        .ToDictionary(argument => argument.Name, argument => argument.Text!);

    private IEnumerable<OperationArgument> Arguments => Required.Concat(Optional);
}
