namespace Moe.Curriculum.Gym;

/// <summary>Suggests names for a misspelled one, by edit distance.</summary>
public static class NearestNames
{
    /// <summary>The nearest of <paramref name="known"/>, best first.</summary>
    public static IEnumerable<string> Of(string wanted, IEnumerable<string> known, int count = 3) =>
        known.OrderBy(name => Distance(wanted, name)).ThenBy(name => name, StringComparer.Ordinal).Take(count);

    /// <summary>Levenshtein distance, one row of the table at a time.</summary>
    internal static int Distance(string left, string right)
    {
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int row = 1; row <= left.Length; row++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = row;
            for (int column = 1; column <= right.Length; column++)
            {
                int replace = above[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replace, Math.Min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[^1];
    }
}
