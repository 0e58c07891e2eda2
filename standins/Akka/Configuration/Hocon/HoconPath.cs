using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Dotted paths in which quoted parts may hold dots.</summary>
internal static class HoconPath
{
    /// <summary>The parts of <paramref name="path"/>.</summary>
    public static IEnumerable<string> Split(string path)
    {
        if (!path.Contains('"'))
            return path.Split('.');
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(c);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
