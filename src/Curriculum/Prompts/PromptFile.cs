using System.Text.Json;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Curriculum.Prompts;

/// <summary>
/// A JSON file of prompts by task: { "TASK": { "templates": ["... {input} ..."], "choices": { "ANSWER": "words" } } }.
/// </summary>
public sealed class PromptFile
{
    private readonly string path;
    private readonly Dictionary<string, TaskPrompts> byTask;

    private PromptFile(string path, Dictionary<string, TaskPrompts> byTask) => (this.path, this.byTask) = (path, byTask);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It is missing or malformed; the message names the task.</exception>
    public static PromptFile Read(string path)
    {
        using var document = GymJson.Parse(path);
        Dictionary<string, TaskPrompts> tasks = new(StringComparer.Ordinal);
        foreach (var task in GymJson.Members(document.RootElement, path, "the file"))
            tasks[task.Name] = Parsed(path, task.Name, task.Value);
        return new PromptFile(path, tasks);
    }

    /// <summary>The prompts of a task.</summary>
    /// <exception cref="DataException">The file has none for it.</exception>
    public TaskPrompts Of(string task) => byTask.TryGetValue(task, out var prompts) ? prompts : throw new DataException(
        $"{path} has no prompts for the task '{task}', expected a member of that name with `templates`. Add it, or leave the task out.");

    private static TaskPrompts Parsed(string path, string task, JsonElement element)
    {
        IReadOnlyList<string> templates = [];
        List<KeyValuePair<string, string>> choices = [];
        foreach (var member in GymJson.Members(element, path, $"`{task}`"))
        {
            if (member.Name == "templates") templates = GymJson.Names(member.Value, path, $"{task}.templates");
            else if (member.Name == "choices") choices = Choices(path, task, member.Value);
            else throw new DataException(
                $"{path}: `{task}` has a member `{member.Name}`, expected templates and choices alone. Mend the name.");
        }
        if (templates.Count == 0 || templates.Any(template => !template.Contains("{input}") && !template.Contains("{part1}")))
        {
            throw new DataException(
                $"{path}: `{task}` needs at least one template, each with {{input}} or {{part1}} where the row's text goes. Mend it.");
        }
        return new TaskPrompts(task, templates, choices);
    }

    private static List<KeyValuePair<string, string>> Choices(string path, string task, JsonElement element)
    {
        List<KeyValuePair<string, string>> choices = [];
        foreach (var choice in GymJson.Members(element, path, $"`{task}.choices`"))
        {
            choices.Add(choice.Value.ValueKind == JsonValueKind.String && choice.Value.GetString() is { Length: > 0 } words
                ? new KeyValuePair<string, string>(choice.Name, words)
                : throw new DataException($"{path}: the words of `{task}.choices.{choice.Name}` are empty or no text. Mend them."));
        }
        return choices;
    }
}
