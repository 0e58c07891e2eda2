using System.Globalization;
using Moe.Curriculum;
using Moe.Curriculum.Samplers;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Operations;

/// <summary>One argument of operations: its name and meaning, and how it is read and written as text.</summary>
public sealed class OperationArgument
{
    /// <summary>An expert.</summary>
    public static readonly OperationArgument Expert = new("expert", "An expert, such as encoder.0.1 or vocabulary.",
        operation => operation.Expert?.ToString(), (operation, text) => operation with { Expert = ExpertId.Parse(text).AsExpert() });

    /// <summary>Another expert, which ends in a merge.</summary>
    public static readonly OperationArgument Other = new("other", "An expert of the same layer, which ends.",
        operation => operation.Other?.ToString(), (operation, text) => operation with { Other = ExpertId.Parse(text).AsExpert() });

    /// <summary>The slot of a clone.</summary>
    public static readonly OperationArgument Slot = new(
        "slot", "An expert of the same layer that is off. Left out: the first that is.",
        operation => operation.Other?.ToString(), (operation, text) => operation with { Other = ExpertId.Parse(text).AsExpert() });

    /// <summary>A node.</summary>
    public static readonly OperationArgument Node = new("node", "A node, as `status` prints it, or the HOST:PORT at its end.",
        operation => operation.Node, (operation, text) => operation with { Node = text });

    /// <summary>A task.</summary>
    public static readonly OperationArgument Task = new("task", "The name of a task.",
        operation => operation.Task, (operation, text) => operation with { Task = text });

    /// <summary>A kind of sampler.</summary>
    public static readonly OperationArgument Sampler = new("sampler", "proportional, uniform or temperature, as in cluster.hocon.",
        operation => operation.Sampler?.Kind.ToString().ToLowerInvariant(), (operation, text) => operation with
        {
            Sampler = new SamplerChoice(KindOf(text), operation.Sampler?.Temperature),
        });

    /// <summary>The sampler's temperature. It is read after the sampler.</summary>
    public static readonly OperationArgument Temperature = new(
        "temperature", "T of the sampler temperature, above 0. Left out: that of the run's settings.",
        operation => operation.Sampler?.Temperature?.ToString("R", CultureInfo.InvariantCulture), (operation, text) => operation with
        {
            Sampler = operation.Sampler! with { Temperature = TemperatureOf(text) },
        });

    /// <summary>A number of replicas.</summary>
    public static readonly OperationArgument Replicas = new("replicas", "How many replicas the expert is to have.",
        operation => Text(operation.Replicas), (operation, text) => operation with { Replicas = NumberOf("replicas", text) });

    /// <summary>The number of an earlier operation.</summary>
    public static readonly OperationArgument Undone = new("undoes", "The number of an operation, as `operations` prints it.",
        operation => Text(operation.Undone), (operation, text) => operation with { Undone = NumberOf("undoes", text) });

    private OperationArgument(
        string name, string meaning, Func<RunOperation, string?> write, Func<RunOperation, string, RunOperation> read) =>
        (Name, Meaning, Write, Read) = (name, meaning, write, read);

    /// <summary>What it is called in requests and in the ledger.</summary>
    public string Name { get; }

    /// <summary>What it means, for people.</summary>
    public string Meaning { get; }

    /// <summary>Its text in an operation; null: the operation has none.</summary>
    public Func<RunOperation, string?> Write { get; }

    /// <summary>The operation with it; throws a <see cref="ConfigurationException"/> when the text does not say one.</summary>
    public Func<RunOperation, string, RunOperation> Read { get; }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static SamplerKind KindOf(string text) =>
        Enum.TryParse<SamplerKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(text[0])
            ? kind
            : throw new ConfigurationException(
                $"sampler is '{text}', expected one of {string.Join(", ", Enum.GetNames<SamplerKind>()).ToLowerInvariant()}.");

    private static double TemperatureOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new ConfigurationException($"temperature is '{text}', expected a number above 0.");

    private static long NumberOf(string name, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ConfigurationException($"{name} is '{text}', expected a whole number from 1.");
}
