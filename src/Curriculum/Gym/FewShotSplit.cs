using System.Globalization;

namespace Moe.Curriculum.Gym;

/// <summary>
/// One drawing of a task's rows: three files that share the prefix <c>task_shots_seed</c>. The layout is CrossFit's;
/// <c>full</c> in place of the number of shots is ours and means as many rows as the gym keeps.
/// </summary>
/// <param name="Task">Name of the task; may itself hold underscores.</param>
/// <param name="Shots">Rows drawn (of each label for a classification task), as text, or <see cref="Full"/>.</param>
/// <param name="Seed">Seed of the drawing.</param>
public sealed record FewShotSplit(string Task, string Shots, int Seed)
{
    /// <summary>The value of <see cref="Shots"/> that means all rows kept.</summary>
    public const string Full = "full";

    /// <summary>CrossFit's five seeds.</summary>
    public static IReadOnlyList<int> Seeds { get; } = [13, 21, 42, 87, 100];

    /// <summary>Whether this is the large split.</summary>
    public bool IsFull => Shots == Full;

    /// <summary>What the three file names share: <c>task_shots_seed</c>.</summary>
    public string Prefix => string.Create(CultureInfo.InvariantCulture, $"{Task}_{Shots}_{Seed}");

    /// <summary>File name of one part, without a folder.</summary>
    public string FileName(SplitPart part) => $"{Prefix}_{part.FileWord()}.tsv";

    /// <summary>
    /// Takes a file name apart by CrossFit's rule: the last three parts between underscores are shots, seed and part,
    /// what stands before them is the task.
    /// </summary>
    /// <returns>False when the name is not one of a task file.</returns>
    public static bool TryParse(string fileName, out FewShotSplit split, out SplitPart part)
    {
        split = new FewShotSplit("", "", 0);
        part = SplitPart.Train;
        if (!fileName.EndsWith(".tsv", StringComparison.Ordinal))
            return false;
        string[] pieces = fileName[..^4].Split('_');
        if (pieces.Length < 4)
            return false;
        string shots = pieces[^3];
        bool shotsKnown = shots == Full || int.TryParse(shots, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (!shotsKnown || !int.TryParse(pieces[^2], NumberStyles.None, CultureInfo.InvariantCulture, out int seed))
            return false;
        int found = SplitPartNames.All.ToList().FindIndex(one => one.FileWord() == pieces[^1]);
        string task = string.Join('_', pieces[..^3]);
        if (found < 0 || task.Length == 0)
            return false;
        part = SplitPartNames.All[found];
        split = new FewShotSplit(task, shots, seed);
        return true;
    }
}
