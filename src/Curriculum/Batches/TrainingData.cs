using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Batches;

/// <summary>The training rows of a run's tasks as tokens, in the order of the split's train list sorted by name.</summary>
public sealed class TrainingData(IReadOnlyList<TokenizedTask> tasks)
{
    /// <summary>The tasks.</summary>
    public IReadOnlyList<TokenizedTask> Tasks => tasks;

    /// <summary>Reads and tokenizes the train files of a split's train tasks.</summary>
    /// <exception cref="DataException">A task or file is missing, or a file has no rows.</exception>
    public static TrainingData Load(TaskGym gym, CurriculumSettings settings, ITokenizer tokenizer)
    {
        var names = gym.Partition(settings.Split).Train.Order(StringComparer.Ordinal).ToArray();
        var texts = TaskTexts.From(settings.Prompts);
        var tasks = new TokenizedTask[names.Length];
        Parallel.For(0, names.Length, i => tasks[i] = Tokenize(gym, gym.Task(names[i]), texts, settings, tokenizer));
        return new TrainingData(tasks);
    }

    /// <summary>The rows of some examples as a padded batch.</summary>
    public TokenBatch Batch(IReadOnlyList<ExampleReference> examples, ModelShape shape) => TokenBatch.Of(
        [.. examples.Select(example => tasks[example.Task].Inputs[example.Row])],
        [.. examples.Select(example => tasks[example.Task].Answers[example.Row][example.Answer])],
        shape.PadId, shape.DecoderStartId);

    /// <summary>All texts of the train files, for training a vocabulary.</summary>
    public static IEnumerable<string> Texts(TaskGym gym, CurriculumSettings settings)
    {
        var texts = TaskTexts.From(settings.Prompts);
        foreach (var name in gym.Partition(settings.Split).Train.Order(StringComparer.Ordinal))
        {
            foreach (var (number, example) in Rows(gym, name, settings.Sample).Index())
            {
                yield return texts.TrainingInput(example, number);
                foreach (var output in texts.Outputs(example)) yield return TaskTexts.Output(output);
            }
        }
    }

    /// <summary>The train rows of a task: of one sample, or of every seed's.</summary>
    public static IReadOnlyList<Example> Rows(TaskGym gym, string task, string sample) =>
        [.. RunSplits.Trained(gym, task, sample).SelectMany(split => gym.Read(split, SplitPart.Train))];

    /// <summary>Some rows of a task as token ids, cut to the given lengths.</summary>
    public static TokenizedTask Tokenized(
        TaskDescription task, IReadOnlyList<Example> rows, TaskTexts texts, int maxInputTokens, int maxOutputTokens,
        ITokenizer tokenizer) => new(task,
        [.. rows.Select((row, number) => tokenizer.Encode(texts.TrainingInput(row, number), maxInputTokens))],
        [
            .. rows.Select(row => texts.Outputs(row)
                .Select(output => tokenizer.Encode(TaskTexts.Output(output), maxOutputTokens)).ToArray()),
        ]);

    private static TokenizedTask Tokenize(
        TaskGym gym, TaskDescription task, TaskTexts texts, CurriculumSettings settings, ITokenizer tokenizer)
    {
        var rows = Rows(gym, task.Name, settings.Sample);
        if (rows.Count == 0) throw new DataException(
            $"Task '{task.Name}' of gym {gym.Folder} has no train rows. Rebuild the gym, or leave the task out of the split.");
        return Tokenized(task, rows, texts, settings.MaxInputTokens, settings.MaxOutputTokens, tokenizer);
    }
}
