using System.Text;
using System.Text.RegularExpressions;

namespace Moe.Unit.Specs.Repository;

/// <summary>
/// Finds the functions of a C# file by their braces. No parser: a block is a function when what stands before it ends
/// with a parameter list and does not begin with a control word.
/// </summary>
internal static partial class CSharpFunctions
{
    /// <summary>Functions with a body in braces: first line, number of lines, and the body without texts and comments.</summary>
    public static IEnumerable<(int Line, int Lines, string Body)> Of(string source)
    {
        var code = WithoutTextsAndComments(source);
        Stack<(int Start, bool IsFunction)> open = new();
        var statement = 0;
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] == '{')
            {
                open.Push((statement, IsFunction(code[statement..at])));
                statement = at + 1;
            }
            else if (code[at] == '}')
            {
                if (open.Count > 0 && open.Pop() is { IsFunction: true } closed)
                {
                    var start = closed.Start + code[closed.Start..at].TakeWhile(char.IsWhiteSpace).Count();
                    yield return (LineOf(code, start), LineOf(code, at) - LineOf(code, start) + 1, code[start..at]);
                }
                statement = at + 1;
            }
            else if (code[at] == ';') statement = at + 1;
        }
    }

    private static int LineOf(string code, int at) => code.AsSpan(0, at).Count('\n') + 1;

    private static bool IsFunction(string before) =>
        Signature().IsMatch(before) && !ControlWord().IsMatch(before) && !before.Contains("=>", StringComparison.Ordinal);

    [GeneratedRegex(@"\w\s*(<[^<>]*>)?\s*\([^{}]*\)\s*(where\s[^{}]*|:\s*(base|this)\s*\([^{}]*\)\s*)?$")]
    private static partial Regex Signature();

    [GeneratedRegex(
        @"^\s*(\)|else|if|for|foreach|while|switch|using|lock|catch|fixed|do|return|new|await|yield|try|case|enum)\b" +
        @"|=\s*new\b|\b(class|record|struct|interface)\s+\w+")]
    private static partial Regex ControlWord();

    // Texts and comments become blanks of the same length, so that lines stay where they are.
    private static string WithoutTextsAndComments(string source)
    {
        StringBuilder code = new(source.Length);
        foreach (Match match in Tokens().Matches(source))
        {
            if (match.Groups["code"].Success) code.Append(match.Value);
            else foreach (var letter in match.Value) code.Append(letter is '\n' ? '\n' : ' ');
        }
        return code.ToString();
    }

    [GeneratedRegex(
        """(?<raw>\$*"{3,}[\s\S]*?"{3,})|(?<verbatim>[$@]*@[$@]*"(?:""|[^"])*")|(?<text>\$?"(?:\\.|[^"\\\n])*")""" +
        """|(?<letter>'(?:\\.[^'\n]*|[^'\\\n])')|(?<line>//[^\n]*)|(?<block>/\*[\s\S]*?\*/)|(?<code>[\s\S])""")]
    private static partial Regex Tokens();
}
