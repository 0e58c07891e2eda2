using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Tokenizers;
using Moe.Specs;
using Moe.Unit.Specs.Model.Initialization;

namespace Moe.Unit.Specs.Curriculum;

/// <summary>A byte-level vocabulary without merges, and a small model that reads it.</summary>
internal static class SmallWords
{
    public static readonly TaskDescription Task = new("colour", "world", "things", "QA-F1", false);

    public static readonly Example[] Rows =
    [
        new("colour", "sky", ["blue"]), new("colour", "grass", ["green"]), new("colour", "sea", ["blue"]), new("colour", "sun", ["gold"]),
    ];

    public static ByteLevelBpe Tokenizer(TemporaryFolder folder)
    {
        BpeTraining.Train(Rows.SelectMany(row => new[] { $" [colour] {row.Input}", " " + row.Output }), 300).Write(folder.Path);
        return ByteLevelBpe.Load(folder.Path);
    }

    public static RoutedModel Model(ITokenizer tokenizer, int experts = 2) => SmallModel.Make(SmallModel.Shape with
    {
        VocabularySize = tokenizer.VocabularySize,
        Width = 16,
        EncoderLayers = 1,
        DecoderLayers = 1,
        MaxPositions = 40,
        Experts = experts,
    });
}
