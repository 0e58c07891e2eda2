using System.Globalization;
using System.Text;

namespace Moe.Cluster.Runs;

/// <summary>Comma-separated values: fields with a comma, quote or line break are quoted.</summary>
internal static class Csv
{
    /// <summary>A row without line end.</summary>
    public static string Row(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    /// <summary>A number with up to six digits that count; empty when it is not a number.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The fields of a row.</summary>
    public static IReadOnlyList<string> Fields(string row)
    {
        List<string> fields = [];
        StringBuilder field = new();
        var quoted = false;
        for (var i = 0; i < row.Length; i++)
        {
            var letter = row[i];
            if (quoted && letter == '"' && i + 1 < row.Length && row[i + 1] == '"') field.Append(row[i++]);
            else if (letter == '"') quoted = !quoted;
            else if (letter == ',' && !quoted) End();
            else field.Append(letter);
        }
        End();
        return fields;

        void End()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
