namespace Moe.Curriculum.Gym;

/// <summary>Which of the three files of a few-shot split.</summary>
public enum SplitPart
{
    /// <summary>Rows to learn from.</summary>
    Train,

    /// <summary>Rows to choose settings by.</summary>
    Dev,

    /// <summary>Rows to report on; the same for all seeds of a task.</summary>
    Test,
}

/// <summary>Names of the parts as they stand in file names.</summary>
public static class SplitPartNames
{
    /// <summary>The parts in the order train, dev, test.</summary>
    public static IReadOnlyList<SplitPart> All { get; } = [SplitPart.Train, SplitPart.Dev, SplitPart.Test];

    /// <summary>The part's text in a file name: <c>train</c>, <c>dev</c> or <c>test</c>.</summary>
    public static string FileWord(this SplitPart part) => part switch
    {
        SplitPart.Train => "train",
        SplitPart.Dev => "dev",
        _ => "test",
    };
}
