using System.Text.Json;
using Moe.Actors;
using Moe.Cluster.Runs;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;

namespace Moe.Cluster.Hosting;

/// <summary>Brings together what a run works on, and fits the model to its tokenizer.</summary>
internal static class RunPreparation
{
    /// <summary>
    /// Loads the run's tokenizer, or makes it and keeps it in the run folder, and reads the training rows. The model gets
    /// the tokenizer's vocabulary size and special ids.
    /// </summary>
    public static (TrainingSettings Settings, RunData Data) Prepare(TrainingSettings settings, TaskGym gym, string runFolder)
    {
        var tokenizer = Tokenizer(settings, gym, Path.Combine(runFolder, RunFiles.Tokenizer));
        if (settings.Model.Backbone == Backbone.Bart && tokenizer.Special.Start is null)
        {
            throw new ConfigurationException(
                $"training.run.tokenizer-folder {settings.TokenizerFolder} holds {SentencePieceFile.Name}, which is T5's, but " +
                "training.run.model.backbone is bart, whose texts begin with a start token that it lacks. Choose both of one family.");
        }
        var fitted = settings with { Model = Fitted(settings.Model, tokenizer) };
        return (fitted, new RunData(gym, TrainingData.Load(gym, settings.Curriculum, tokenizer), tokenizer));
    }

    /// <summary>
    /// Keeps a hash of each task's files in the run folder, or compares with those that are kept: every node of a run, today and
    /// after a resume, has to read the same rows.
    /// </summary>
    /// <exception cref="DataException">The rows are others.</exception>
    public static void KeepGym(IReadOnlyDictionary<string, string> content, string gymFolder, string kept)
    {
        if (!File.Exists(kept))
        {
            TextFiles.Replace(kept, JsonSerializer.Serialize(content.OrderBy(task => task.Key, StringComparer.Ordinal)
                .ToDictionary(task => task.Key, task => task.Value)) + "\n");
            return;
        }
        RequireGym(content, gymFolder, kept);
    }

    /// <summary>Compares the content of a gym with the hashes that a run folder keeps.</summary>
    /// <exception cref="DataException">The rows are others, or the file of hashes is damaged.</exception>
    public static void RequireGym(IReadOnlyDictionary<string, string> content, string gymFolder, string kept)
    {
        try
        {
            GymContent.Require(
                JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(kept)) ?? [], content, gymFolder);
        }
        catch (JsonException failure)
        {
            throw new DataException(
                $"{kept} is damaged: {failure.Message} It holds a hash of each task's files as the run read them. If the gym is the " +
                "one that the run was started with, remove this file and start again.", failure);
        }
    }

    private static ModelShape Fitted(ModelShape shape, ITokenizer tokenizer) => shape with
    {
        VocabularySize = tokenizer.VocabularySize,
        BosId = tokenizer.Special.Start,
        PadId = tokenizer.Special.Pad,
        EosId = tokenizer.Special.End,
        DecoderStartId = shape.Backbone == Backbone.Bart ? tokenizer.Special.End : tokenizer.Special.Pad,
    };

    // Made beside its place and renamed, so that a process killed in between leaves no half vocabulary.
    private static ITokenizer Tokenizer(TrainingSettings settings, TaskGym gym, string kept)
    {
        if (!Directory.Exists(kept))
        {
            var partial = kept + TextFiles.PartialExtension;
            TextFiles.Told(partial, () =>
            {
                if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
                _ = RunTokenizer.LoadOrTrain(
                    partial, settings.TokenizerFolder, settings.VocabularyMerges, gym, settings.Curriculum);
                Directory.Move(partial, kept);
            });
        }
        return RunTokenizer.LoadOrTrain(kept, settings.TokenizerFolder, settings.VocabularyMerges, gym, settings.Curriculum);
    }
}
