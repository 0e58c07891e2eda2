using System.Globalization;
using System.Text;

namespace Moe.Cluster.Settings;

/// <summary>
/// Writes settings as HOCON in one canonical form: fixed order, one key a line, texts always quoted, numbers in their
/// shortest exact form. Equal settings give equal text, so its hash can stand for them.
/// </summary>
internal sealed class HoconText
{
    private readonly StringBuilder text = new();
    private readonly List<string> path = [];
    private readonly List<KeyValuePair<string, string>> values = [];

    /// <summary>Every value written so far with its dotted path; elements of a list are numbered.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values => values;

    /// <summary>Writes a section in braces.</summary>
    public void Section(string key, Action content)
    {
        Line($"{key} {{");
        Within(key, content);
        Line("}");
    }

    /// <summary>Writes a list of sections, each on its own lines: the parser takes no comma after a brace.</summary>
    public void Sections<T>(string key, IEnumerable<T> elements, Action<T> content)
    {
        Line($"{key} = [");
        Within(key, () =>
        {
            foreach (var (index, element) in elements.Index())
            {
                Line("{");
                Within(index.ToString(CultureInfo.InvariantCulture), () => content(element));
                Line("}");
            }
        });
        Line("]");
    }

    /// <summary>Writes one key with a value already in HOCON.</summary>
    public void Value(string key, string written)
    {
        Line($"{key} = {written}");
        values.Add(new(string.Join('.', [.. path, key]), written));
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>A text in quotes.</summary>
    public static string Quoted(string value)
    {
        StringBuilder quoted = new("\"");
        foreach (var letter in value)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => letter.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A number in the shortest form that reads back exactly.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Within(string key, Action content)
    {
        path.Add(key);
        content();
        path.RemoveAt(path.Count - 1);
    }

    private void Line(string line) => text.Append(' ', path.Count * 2).Append(line).Append('\n');
}
