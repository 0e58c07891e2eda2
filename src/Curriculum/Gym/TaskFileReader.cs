using System.Text;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>
/// Reads a task file: UTF-8, one row a line, the input, a tab, the answer, and further right answers after further
/// tabs; no header and no quoting. Blank-only lines, lines without an answer and bytes that are not UTF-8 are bad
/// rows: a plain read refuses the first of them, <see cref="Collect"/> steps over them and says what they were.
/// A byte order mark at the start and carriage returns at line ends are accepted and dropped.
/// </summary>
public static class TaskFileReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads all rows.</summary>
    /// <exception cref="DataException">
    /// The file is missing, has no row, or has a bad one; the message names file, line and mend.
    /// </exception>
    public static IReadOnlyList<Example> Read(string file, string task)
    {
        List<RowProblem> problems = [];
        IReadOnlyList<Example> rows = Collect(file, task, problems, stopAtFirst: true);
        if (problems.Count > 0)
            throw new DataException($"{problems[0]} Run `cluster data check` on the gym to see all bad rows at once.");
        if (rows.Count == 0)
            throw new DataException(
                $"{file}: the file has no row, expected at least one line `input<TAB>answer`. Build the gym again " +
                "or " +
                "remove the task.");
        return rows;
    }

    /// <summary>Reads the good rows and reports the bad ones instead of refusing the file.</summary>
    /// <param name="problems">Receives one entry for each bad row.</param>
    /// <exception cref="DataException">The file cannot be opened.</exception>
    public static IReadOnlyList<Example> Collect(string file, string task, ICollection<RowProblem> problems) =>
        Collect(file, task, problems, stopAtFirst: false).ToList();

    /// <summary>
    /// As <see cref="Collect(string,string,ICollection{RowProblem})"/>, with each row's line number.
    /// </summary>
    internal static IReadOnlyList<(int Line, Example Example)> CollectNumbered(
        string file, string task, ICollection<RowProblem> problems, bool stopAtFirst = false)
    {
        List<(int, Example)> rows = [];
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(ReadAll(file)))
        {
            number++;
            if (Parse(line.Span, task, out string what, out string mend) is { } row)
                rows.Add((number, row));
            else
                problems.Add(new RowProblem(file, number, what, mend));
            if (stopAtFirst && problems.Count > 0)
                break;
        }
        return rows;
    }

    private static IReadOnlyList<Example> Collect(
        string file, string task, ICollection<RowProblem> problems, bool stopAtFirst) =>
        [.. CollectNumbered(file, task, problems, stopAtFirst).Select(row => row.Example)];

    private static byte[] ReadAll(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{file}: cannot be read ({failure.Message}). Expected a task file of the gym; build it with " +
                "`cluster data build` or mend the path or its permissions.",
                failure);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] bytes)
    {
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        while (start < bytes.Length)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length;
            int trimmed = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            yield return bytes.AsMemory(start, trimmed - start);
            start = end + 1;
        }
    }

    private static Example? Parse(ReadOnlySpan<byte> line, string task, out string what, out string mend)
    {
        what = mend = "";
        string text;
        try
        {
            text = StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException failure)
        {
            what = $"the bytes are not UTF-8 (at byte {failure.Index} of the line).";
            mend = "Convert the file, for example with `iconv -f latin1 -t utf-8`.";
            return null;
        }
        if (string.IsNullOrWhiteSpace(text))
        {
            what = "the line is empty, expected `input<TAB>answer`.";
            mend = "Delete the line.";
            return null;
        }
        string[] fields = [.. text.Split('\t').Select(field => field.Trim())];
        if (fields.Length < 2)
        {
            what = "there is no tab, expected `input<TAB>answer`.";
            mend = "Add a tab and the answer, or delete the line.";
            return null;
        }
        if (fields[0].Length == 0)
        {
            what = "the input before the first tab is empty.";
            mend = "Write the input, or delete the line.";
            return null;
        }
        string[] answers = [.. fields[1..].Where(answer => answer.Length > 0)];
        if (answers.Length == 0)
        {
            what = "no answer follows the tab.";
            mend = "Write an answer after the tab, or delete the line.";
            return null;
        }
        return new Example(task, fields[0], answers);
    }
}
