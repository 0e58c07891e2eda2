using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// BSD calendar's files of dated events: month, slash, day, tab, text; a line that starts with a tab goes on.
/// </summary>
public static partial class EventCalendar
{
    /// <summary>The Debian package.</summary>
    public const string Package = "calendar";

    /// <summary>The events of some files, for example <c>music</c>.</summary>
    public static IEnumerable<string> Events(SourceShelf shelf, params string[] files)
    {
        foreach (string file in files)
        {
            string text = shelf.Text(Package, $"usr/share/calendar/calendar.{file}");
            foreach (string line in Continuation().Replace(text, " ").Split('\n'))
            {
                Match match = Dated().Match(line);
                if (match.Success)
                    yield return Dictionaries.Words(match.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"\n\t(?=\S)")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^\d\d/\d\d\*?\t(.+)$")]
    private static partial Regex Dated();
}
