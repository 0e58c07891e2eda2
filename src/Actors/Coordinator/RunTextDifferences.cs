namespace Moe.Actors.Coordinator;

/// <summary>
/// What differs between two runs' settings in their canonical text: a section in braces or brackets, one key a line. Kept apart
/// from reading settings, which a coordinator knows nothing of.
/// </summary>
internal static class RunTextDifferences
{
    /// <summary>Every key in which they differ, with this run's value and the other's.</summary>
    public static string Of(string run, string other)
    {
        var (left, right) = (Values(run), Values(other));
        return string.Join("; ", left.Keys.Union(right.Keys)
            .Where(key => left.GetValueOrDefault(key) != right.GetValueOrDefault(key))
            .Select(key => $"{key}: {left.GetValueOrDefault(key, "absent")} -> {right.GetValueOrDefault(key, "absent")}"));
    }

    private static Dictionary<string, string> Values(string text)
    {
        Dictionary<string, string> values = [];
        List<(string Name, int Elements)> path = [];
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is "}" or "]") path.RemoveAt(path.Count - 1);
            else if (line == "{")
            {
                var (name, elements) = path[^1];
                path[^1] = (name, elements + 1);
                path.Add(($"{elements}", 0));
            }
            else if (line.EndsWith(" {", StringComparison.Ordinal)) path.Add((line[..^2], 0));
            else if (line.EndsWith(" = [", StringComparison.Ordinal)) path.Add((line[..^4], 0));
            else if (line.Split(" = ", 2) is [var key, var value])
                values[string.Join('.', [.. path.Select(part => part.Name), key])] = value;
        }
        return values;
    }
}
