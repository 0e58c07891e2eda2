using Moe.Curriculum.Gym;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Batches;

/// <summary>The tokenizer of a run: a given vocabulary, or one trained on the run's own texts and kept beside the run.</summary>
public static class RunTokenizer
{
    private const int ByteTokens = 256;
    private const int SpecialTokensCount = 5;

    /// <summary>
    /// Loads the vocabulary in <paramref name="kept"/>, byte-level BPE or SentencePiece; if there is none yet, takes the one in
    /// <paramref name="given"/> or trains BPE of so many merges on the gym's train texts, and keeps it there.
    /// </summary>
    public static ITokenizer LoadOrTrain(string kept, string? given, int merges, TaskGym gym, CurriculumSettings settings)
    {
        var pieces = Path.Combine(kept, SentencePieceFile.Name);
        if (given is not null && File.Exists(Path.Combine(given, SentencePieceFile.Name)) && !File.Exists(pieces))
        {
            Directory.CreateDirectory(kept);
            File.Copy(Path.Combine(given, SentencePieceFile.Name), pieces);
        }
        if (File.Exists(pieces)) return UnigramSentencePiece.Load(kept);
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
