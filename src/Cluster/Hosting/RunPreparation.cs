using Moe.Actors;
using Moe.Cluster.Runs;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model;
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
        var fitted = settings with { Model = Fitted(settings.Model, tokenizer) };
        return (fitted, new RunData(gym, TrainingData.Load(gym, settings.Curriculum, tokenizer), tokenizer));
    }

    private static ModelShape Fitted(ModelShape shape, ITokenizer tokenizer) => shape with
    {
        VocabularySize = tokenizer.VocabularySize,
        BosId = tokenizer.Special.Start ?? shape.BosId,
        PadId = tokenizer.Special.Pad,
        EosId = tokenizer.Special.End,
        DecoderStartId = tokenizer.Special.End,
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
