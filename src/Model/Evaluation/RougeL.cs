namespace Moe.Model.Evaluation;

/// <summary>
/// Rouge-L at summary level as the PyPI package <c>rouge</c> computes it. Texts are cut into sentences at periods. For
/// every sentence of the answer, the words of its longest common subsequence with each predicted sentence join a
/// collection; p and r are the collection's size over the words of prediction and answer, and
/// F = 2pr / (p + r + 1e-8). In version 1.0.0, which the paper used, collections are lists; from 1.0.1 they are sets.
/// </summary>
/// <remarks>
/// Awkward cases. With lists, a subsequence found in two predicted sentences counts twice. A piece of white space
/// between two periods is a sentence of one empty word. A prediction of punctuation alone scores 0; so does an
/// answer of periods alone, where the package fails.
/// </remarks>
/// <param name="distinctWords">Collections are sets (package 1.0.1 and later) instead of lists.</param>
public sealed class RougeL(bool distinctWords = false) : MeanOfRowsMetric
{
    private const double Epsilon = 1e-8;

    /// <inheritdoc/>
    public override string Name => "Rouge-L";

    /// <inheritdoc/>
    protected override double ScoreOne(string prediction, string gold)
    {
        var candidates = Sentences(prediction);
        var references = Sentences(gold);
        if (AnswerText.WithoutPunctuation(prediction).Length == 0 || references.Count == 0)
            return 0;

        List<string> common = [];
        foreach (var reference in references)
        {
            foreach (var candidate in candidates)
                AddCommonSubsequence(reference, candidate, common);
        }
        var collected = Size(common);
        var precision = collected / Size(candidates.SelectMany(words => words));
        var recall = collected / Size(references.SelectMany(words => words));
        return 2 * precision * recall / (precision + recall + Epsilon);
    }

    private double Size(IEnumerable<string> words) => distinctWords ? words.Distinct().Count() : words.Count();

    private static List<string[]> Sentences(string text) =>
        [.. text.Split('.').Where(piece => piece.Length > 0).Select(Words)];

    private static string[] Words(string sentence)
    {
        var words = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [""] : words;
    }

    // Of several longest subsequences the package takes the one found from the end, dropping candidate words first.
    // With sets the choice changes the score, so it is part of the formula.
    private static void AddCommonSubsequence(string[] reference, string[] candidate, List<string> common)
    {
        var lengths = new int[reference.Length + 1, candidate.Length + 1];
        for (var row = 1; row <= reference.Length; row++)
        {
            for (var column = 1; column <= candidate.Length; column++)
            {
                lengths[row, column] = reference[row - 1] == candidate[column - 1]
                    ? lengths[row - 1, column - 1] + 1
                    : Math.Max(lengths[row - 1, column], lengths[row, column - 1]);
            }
        }
        for (var (row, column) = (reference.Length, candidate.Length); row > 0 && column > 0;)
        {
            if (reference[row - 1] == candidate[column - 1])
            {
                common.Add(reference[row - 1]);
                row--;
                column--;
            }
            else if (lengths[row - 1, column] > lengths[row, column - 1])
                row--;
            else
                column--;
        }
    }
}
