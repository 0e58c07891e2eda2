namespace Moe.Curriculum.Gym;

/// <summary>
/// The two answers that need no learning. A task's trivial score is the better of them under its metric; scoring is in
/// Moe.Model.Evaluation.
/// </summary>
public static class TrivialBaselines
{
    /// <summary>
    /// The commonest preferred answer of the training rows, for every row asked; among equally common ones the first
    /// in ordinal order, so that the baseline is one number.
    /// </summary>
    /// <exception cref="ArgumentException">There is no training row.</exception>
    public static IReadOnlyList<string> MostFrequentOutput(
        IReadOnlyList<Example> train, IReadOnlyList<Example> asked)
    {
        if (train.Count == 0)
            throw new ArgumentException("the most frequent output needs at least one training row", nameof(train));
        string commonest = train
            .GroupBy(example => example.Output, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .First().Key;
        return [.. asked.Select(_ => commonest)];
    }

    /// <summary>Each row's input as its answer.</summary>
    public static IReadOnlyList<string> CopyOfInput(IReadOnlyList<Example> asked) =>
        [.. asked.Select(example => example.Input)];
}
