using System.Text;
using System.Text.Json;
using Moe.Curriculum.Gym.Sources;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// Reads npm modules whose file is one exported literal (<c>export const x = { ... }</c>): object and array literals
/// with bare or quoted keys, strings in single or double quotes, numbers, true, false, null, comments and trailing
/// commas. The text is rewritten to JSON; nothing is executed.
/// </summary>
public static class JavaScriptData
{
    /// <summary>
    /// The literal exported under a name, or as default when <paramref name="export"/> is <c>default</c>.
    /// </summary>
    /// <exception cref="DataException">The file holds no such literal.</exception>
    public static JsonDocument Read(SourceShelf shelf, string package, string path, string export)
    {
        string text = shelf.Text(package, path);
        string start = export == "default" ? "export default " : $"export const {export} = ";
        int at = text.IndexOf(start, StringComparison.Ordinal);
        try
        {
            if (at < 0)
                throw new FormatException($"there is no `{start}`");
            return JsonDocument.Parse(ToJson(text, at + start.Length));
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            throw new DataException(
                $"{package}/{path}: expected an exported JavaScript literal `{export}` ({failure.Message}). Another " +
                "version of the package may be laid out differently: fetch the pinned one (docs/data.md).",
                failure);
        }
    }

    /// <summary>Rewrites the literal that starts at an offset as JSON text.</summary>
    /// <exception cref="FormatException">
    /// The text ends inside the literal or holds something that is no literal.
    /// </exception>
    public static string ToJson(string text, int at)
    {
        StringBuilder json = new();
        int depth = 0;
        do
        {
            at = SkipSpace(text, at);
            if (at >= text.Length)
                throw new FormatException("the file ends inside the literal");
            char next = text[at];
            switch (next)
            {
                case '{' or '[':
                    depth++;
                    json.Append(next);
                    at++;
                    break;
                case '}' or ']':
                    depth--;
                    DropTrailingComma(json);
                    json.Append(next);
                    at++;
                    break;
                case ',' or ':':
                    json.Append(next);
                    at++;
                    break;
                case '\'' or '"':
                    at = CopyString(text, at, json);
                    break;
                default:
                    at = CopyWord(text, at, json);
                    break;
            }
        }
        while (depth > 0);
        return json.ToString();
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
                at = EndOf(text, at, "\n");
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = EndOf(text, at, "*/");
            else
                break;
        }
        return at;
    }

    private static int EndOf(string text, int at, string mark)
    {
        int found = text.IndexOf(mark, at, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + mark.Length;
    }

    private static void DropTrailingComma(StringBuilder json)
    {
        if (json[^1] == ',')
            json.Length--;
    }

    private static int CopyString(string text, int at, StringBuilder json)
    {
        char quote = text[at++];
        StringBuilder value = new();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at = CopyEscape(text, at + 1, value);
            else
                value.Append(text[at++]);
        }
        json.Append(JsonSerializer.Serialize(value.ToString()));
        return at + 1;
    }

    private static int CopyEscape(string text, int at, StringBuilder value)
    {
        char escaped = text[at];
        if (escaped == 'u' && at + 4 < text.Length)
        {
            value.Append((char)Convert.ToInt32(text.Substring(at + 1, 4), 16));
            return at + 5;
        }
        value.Append(escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => escaped });
        return at + 1;
    }

    private static int CopyWord(string text, int at, StringBuilder json)
    {
        int end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$' or '.' or '-' or '+'))
            end++;
        if (end == at)
            throw new FormatException($"unexpected `{text[at]}` at character {at}");
        string word = text[at..end];
        bool literal = word is "true" or "false" or "null" || char.IsAsciiDigit(word[0]) || word[0] is '-' or '.';
        bool isKey = SkipSpace(text, end) is var after && after < text.Length && text[after] == ':';
        json.Append(literal && !isKey ? word : JsonSerializer.Serialize(word));
        return end;
    }
}
