using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A cursor over HOCON text that knows its line and column.</summary>
internal sealed class HoconReader(string text)
{
    private const string NotInUnquotedText = "$\"{}[]:=,#`^?!@*&\\";
    private int _at;

    /// <summary>Whether the text is used up.</summary>
    public bool End => _at >= text.Length;

    /// <summary>The next character, or zero at the end.</summary>
    public char Peek => End ? '\0' : text[_at];

    /// <summary>Whether <paramref name="expected"/> comes next.</summary>
    public bool Sees(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    /// <summary>Whether a comment starts here.</summary>
    public bool AtComment => Peek == '#' || Sees("//");

    /// <summary>Whether unquoted text, in a value, starts or goes on here.</summary>
    public bool AtUnquotedText =>
        !End && !char.IsWhiteSpace(Peek) && !AtComment && !NotInUnquotedText.Contains(Peek);

    /// <summary>Whether an unquoted key starts or goes on here.</summary>
    public bool AtUnquotedKey => !End && Peek != '.' && !AtComment && !NotInUnquotedText.Contains(Peek);

    /// <summary>Takes one character.</summary>
    public char Take() => text[_at++];

    /// <summary>Skips <paramref name="count"/> characters.</summary>
    public void Skip(int count) => _at += count;

    /// <summary>Takes <paramref name="expected"/> or fails.</summary>
    public void Expect(char expected, string what)
    {
        if (Peek != expected)
            throw Error($"expected '{expected}' to end the {what}, found {Found}");
        _at++;
    }

    /// <summary>Skips white space, comments and line ends.</summary>
    public void SkipBlank()
    {
        while (!End)
        {
            if (char.IsWhiteSpace(Peek) || Peek == '\ufeff')
                _at++;
            else if (AtComment)
                SkipLine();
            else
                return;
        }
    }

    /// <summary>Takes spaces and tabs of this line.</summary>
    public string TakeSpaces() => TakeWhile(() => Peek is ' ' or '\t');

    /// <summary>Takes unquoted text of a value.</summary>
    public string TakeUnquotedText() => TakeWhile(() => AtUnquotedText);

    /// <summary>Takes an unquoted key up to a dot or an assignment.</summary>
    public string TakeUnquotedKey() => TakeWhile(() => AtUnquotedKey && Peek is not ('\n' or '\r')).Trim();

    /// <summary>Takes text in quotes.</summary>
    public string TakeQuoted()
    {
        Skip(1);
        var taken = new StringBuilder();
        while (Peek != '"')
        {
            if (End)
                throw Error("the quoted text does not end");
            taken.Append(Peek == '\\' ? TakeEscape() : Take());
        }

        Skip(1);
        return taken.ToString();
    }

    /// <summary>Takes text in three quotes, line ends included.</summary>
    public string TakeTripleQuoted()
    {
        Skip(3);
        var end = text.IndexOf("\"\"\"", _at, StringComparison.Ordinal);
        if (end < 0)
            throw Error("the text in three quotes does not end");
        var taken = text[_at..end];
        _at = end + 3;
        return taken;
    }

    /// <summary>An error that names line and column.</summary>
    public FormatException Error(string problem)
    {
        var line = 1 + text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n');
        var start = _at == 0 ? 0 : text.LastIndexOf('\n', Math.Min(_at, text.Length) - 1) + 1;
        var end = text.IndexOf('\n', Math.Min(_at, text.Length));
        var shown = text[start..(end < 0 ? text.Length : end)].TrimEnd();
        return new FormatException($"HOCON, line {line} column {_at - start + 1}: {problem}. The line is: {shown}");
    }

    /// <summary>What comes next, for messages.</summary>
    public string Found => End ? "the end of the text" : $"'{Peek}'";

    private void SkipLine()
    {
        var end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end + 1;
    }

    private string TakeWhile(Func<bool> goesOn)
    {
        var start = _at;
        while (!End && goesOn())
            _at++;
        return text[start.._at];
    }

    private char TakeEscape()
    {
        Skip(1);
        var escaped = End ? throw Error("the escape does not end") : Take();
        return escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeCodePoint(),
            _ => throw Error($"unknown escape code: {escaped}"),
        };
    }

    private char TakeCodePoint()
    {
        if (_at + 4 > text.Length)
            throw Error("\\u needs four hexadecimal digits");
        var code = Convert.ToInt32(text.Substring(_at, 4), 16);
        Skip(4);
        return (char)code;
    }
}
