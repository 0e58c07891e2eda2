using Moe.Curriculum.Gym;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Batches;

/// <summary>The tokenizer of a run: a given vocabulary, or one trained on the run's own texts and kept beside the run.</summary>
public static class RunTokenizer
{
    private const int ByteTokens = 256;
    private const int SpecialTokensCount = 5;

    /// <summary>
    /// Loads the vocabulary in <paramref name="kept"/>; if there is none yet, takes the one in <paramref name="given"/>
    /// or trains one of so many merges on the gym's train texts, and keeps it there.
    /// </summary>
    public static ByteLevelBpe LoadOrTrain(string kept, string? given, int merges, TaskGym gym, CurriculumSettings settings)
    {
        if (!File.Exists(Path.Combine(kept, BpeVocabulary.TokensFileName)))
        {
            var vocabulary = given is not null
                ? BpeVocabulary.Load(given)
                : BpeTraining.Train(TrainingData.Texts(gym, settings), merges + ByteTokens + SpecialTokensCount);
            Directory.CreateDirectory(kept);
            vocabulary.Write(kept);
        }
        return ByteLevelBpe.Load(kept);
    }
}
