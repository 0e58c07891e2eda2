using Moe.Curriculum.Gym;
using Moe.Model.Randomness;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Prompts;

/// <summary>
/// The texts a model reads and writes for the rows of tasks: with the task's name in brackets before the input (the paper's), or
/// asked for in words by a file of prompts, without the name.
/// </summary>
public sealed class TaskTexts
{
    private static readonly TextFormat Format = new();
    private readonly PromptFile? prompts;

    private TaskTexts(PromptFile? prompts) => this.prompts = prompts;

    /// <summary>Inputs with the task's name.</summary>
    public static TaskTexts Named { get; } = new(null);

    /// <summary>Inputs by a file of prompts; null: with the task's name.</summary>
    /// <exception cref="Model.Failures.DataException">The file cannot be read.</exception>
    public static TaskTexts From(string? promptFile) => promptFile is null ? Named : new TaskTexts(PromptFile.Read(promptFile));

    /// <summary>The prompts of a task; null when inputs have its name.</summary>
    /// <exception cref="Model.Failures.DataException">The file has none for it.</exception>
    public TaskPrompts? Prompts(string task) => prompts?.Of(task);

    /// <summary>What the encoder reads for a row, by a template of the task's; without one by the first.</summary>
    public string Input(Example row, int template = 0) => Prompts(row.Task) is { } asked
        ? Format.Output(asked.Input(row, template))
        : Format.Input(row.Task, row.Input);

    /// <summary>
    /// The same for a training row: each row of a task has one template, drawn by its number, so that no template goes with one
    /// label even where labels take turns.
    /// </summary>
    public string TrainingInput(Example row, int number) => Prompts(row.Task) is { } asked
        ? Input(row, RandomStream.For(0, 0, 0, row.Task, "template").Below(asked.Templates.Count, (ulong)number))
        : Input(row);

    /// <summary>The answers that count as right.</summary>
    public IReadOnlyList<string> Outputs(Example row) => Prompts(row.Task)?.Outputs(row) ?? row.Outputs;

    /// <summary>What the decoder writes for an answer.</summary>
    public static string Output(string answer) => Format.Output(answer);
}
