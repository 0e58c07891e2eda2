using System.Text;

namespace Moe.Curriculum.Gym.Checking;

/// <summary>A row of a checked file with its line.</summary>
internal sealed record NumberedRow(int Line, Example Example)
{
    /// <summary>The form in which two inputs count as the same.</summary>
    public string Same { get; } =
        string.Join(' ', Example.Input.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}

/// <summary>Looks at one task file by itself: bytes, rows, repeated rows.</summary>
internal static class TaskFileCheck
{
    public static IReadOnlyList<NumberedRow> Run(string file, string task, FindingList findings)
    {
        List<RowProblem> problems = [];
        var read = findings.Try(file, () => TaskFileReader.CollectNumbered(file, task, problems));
        if (read is null)
            return [];
        foreach (RowProblem problem in problems)
            findings.Error(file, problem.Line, $"{problem.What} {problem.Mend}");
        if (read.Count == 0)
            findings.Error(file, 0, "no good row. Build the gym again or remove the task's folder.");
        LineEnds(file, findings);
        NumberedRow[] rows = [.. read.Select(row => new NumberedRow(row.Line, row.Example))];
        foreach (NumberedRow row in rows)
            Characters(file, row, findings);
        Repeats(file, rows, findings);
        return rows;
    }

    private static void LineEnds(string file, FindingList findings)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            findings.Warning(file, 1, "the file starts with a byte order mark. Other readers take it for text: " +
                "remove it.");
        if (bytes.AsSpan().IndexOf("\r\n"u8) >= 0)
            findings.Warning(file, 0, "lines end in carriage return and line feed. Convert them with `sed -i " +
                "'s/\\r$//'`.");
    }

    private static void Characters(string file, NumberedRow row, FindingList findings)
    {
        string text = row.Example.Input + string.Concat(row.Example.Outputs);
        if (text.Contains('\uFFFD'))
            findings.Warning(
                file, row.Line, "the row holds U+FFFD, the mark of bytes lost in an earlier conversion. Make it " +
                    "again from its source.");
        if (text.Any(char.IsControl))
            findings.Warning(file, row.Line, "the row holds a control character. Replace it by a space.");
    }

    private static void Repeats(string file, NumberedRow[] rows, FindingList findings)
    {
        Dictionary<string, NumberedRow> first = new(StringComparer.Ordinal);
        foreach (NumberedRow row in rows)
        {
            if (first.TryAdd(row.Same, row))
                continue;
            NumberedRow earlier = first[row.Same];
            bool agree = earlier.Example.Output == row.Example.Output;
            findings.Warning(file, row.Line, agree
                ? $"the row repeats line {earlier.Line}. Delete it."
                : $"the input is that of line {earlier.Line} with another answer. Join the answers on one line, " +
                "or delete one.");
        }
    }
}
