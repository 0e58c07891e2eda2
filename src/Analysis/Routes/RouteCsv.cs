using System.Globalization;
using Moe.Model.Failures;

namespace Moe.Analysis.Routes;

/// <summary>
/// Routes as a table that other programs read: columns step, task, category, layer, expert, weight; a row an expert.
/// A file may hold several steps one after the other. Weights are written so that they read back as the same bits.
/// </summary>
public static class RouteCsv
{
    /// <summary>The first line, without its end.</summary>
    public const string Header = "step,task,category,layer,expert,weight";
    private const int Columns = 6;

    /// <summary>Writes the header and the routes of each step.</summary>
    public static void Write(TextWriter text, params IEnumerable<RouteTable> tables)
    {
        text.Write(Header + "\n");
        foreach (RouteTable table in tables)
            Append(text, table);
    }

    /// <summary>Writes the rows of one step to a file that has its header.</summary>
    public static void Append(TextWriter text, RouteTable table)
    {
        foreach (TaskRoute task in table.Tasks)
        {
            for (int layer = 0; layer < table.Layers.Count; layer++)
            {
                string start = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Step},{Quote(task.Task)},{Quote(task.Category)},{Quote(table.Layers[layer].Name)}");
                for (int expert = 0; expert < task.Weights[layer].Count; expert++)
                {
                    text.Write(string.Create(
                        CultureInfo.InvariantCulture, $"{start},{expert},{task.Weights[layer][expert]:R}\n"));
                }
            }
        }
    }

    /// <summary>Reads every step of a file, in the order they stand.</summary>
    /// <exception cref="DataException">A row cannot be used; the message names the file and the line.</exception>
    public static IReadOnlyList<RouteTable> Read(string path)
    {
        using var text = new StreamReader(path);
        return Read(text, path);
    }

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="text">The table.</param>
    /// <param name="source">What to call it in messages.</param>
    public static IReadOnlyList<RouteTable> Read(TextReader text, string source)
    {
        string? header = text.ReadLine();
        if (header != Header)
        {
            throw new DataException(
                $"{source}, line 1: expected the columns '{Header}', found '{header}'. This is no table of routes.");
        }

        var rows = new List<Row>();
        for (int line = 2; text.ReadLine() is { } content; line++)
        {
            if (content.Length > 0)
                rows.Add(Parse(content, source, line));
        }

        return [.. rows.GroupBy(row => row.Step).Select(step => Assemble(step.Key, [.. step]))];
    }

    private static RouteTable Assemble(long step, IReadOnlyList<Row> rows)
    {
        IEnumerable<RouteLayer> layers = rows
            .GroupBy(row => row.Layer)
            .Select(layer => new RouteLayer(layer.Key, layer.Max(row => row.Expert) + 1));
        RouteLayer[] ordered = [.. layers];
        IEnumerable<TaskRoute> tasks = rows.GroupBy(row => row.Task).Select(task =>
        {
            ILookup<string, Row> byLayer = task.ToLookup(row => row.Layer);
            return new TaskRoute(
                task.Key,
                task.First().Category,
                [.. ordered.Select(layer => WeightsOf(step, task.Key, layer, [.. byLayer[layer.Name]]))]);
        });
        return new RouteTable(step, ordered, [.. tasks]);
    }

    private static float[] WeightsOf(long step, string task, RouteLayer layer, IReadOnlyList<Row> rows)
    {
        int[] experts = [.. rows.Select(row => row.Expert).Order()];
        if (!experts.SequenceEqual(Enumerable.Range(0, layer.Experts)))
        {
            throw new DataException(
                $"Routes at step {step}, task {task}, layer {layer.Name}: expected one row for each of the experts 0 "
                + $"to {layer.Experts - 1}, found experts {string.Join(", ", experts)}. Write each expert once.");
        }

        return [.. rows.OrderBy(row => row.Expert).Select(row => row.Weight)];
    }

    private static Row Parse(string content, string source, int line)
    {
        string[] fields = Split(content);
        if (fields.Length != Columns)
        {
            throw new DataException(
                $"{source}, line {line}: expected {Columns} columns ({Header}), found {fields.Length}. "
                + "Quote names that contain commas.");
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (long.TryParse(fields[0], NumberStyles.None, invariant, out long step)
            && int.TryParse(fields[4], NumberStyles.None, invariant, out int expert)
            && float.TryParse(fields[5], NumberStyles.Float, invariant, out float weight))
        {
            return new Row(step, fields[1], fields[2], fields[3], expert, weight);
        }

        throw new DataException(
            $"{source}, line {line}: expected whole numbers for step and expert and a number for weight, found "
            + $"'{fields[0]}', '{fields[4]}' and '{fields[5]}'.");
    }

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(',', '"') < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";

    /// <summary>Fields between commas; one in quotes may contain commas, and quotes written twice.</summary>
    private static string[] Split(string content)
    {
        var fields = new List<string>();
        int at = 0;
        while (at <= content.Length)
        {
            bool isQuoted = at < content.Length && content[at] == '"';
            int end = isQuoted ? EndOfQuoted(content, at + 1) : content.IndexOf(',', at);
            if (end < 0)
                end = content.Length;
            fields.Add(isQuoted ? content[(at + 1)..end].Replace("\"\"", "\"") : content[at..end]);
            at = end + (isQuoted ? 2 : 1);
        }

        return [.. fields];
    }

    private static int EndOfQuoted(string content, int at)
    {
        while (at < content.Length && (content[at] != '"' || (at + 1 < content.Length && content[at + 1] == '"')))
            at += content[at] == '"' ? 2 : 1;
        return at;
    }

    private sealed record Row(long Step, string Task, string Category, string Layer, int Expert, float Weight);
}
