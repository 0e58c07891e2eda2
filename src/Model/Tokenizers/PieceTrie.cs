namespace Moe.Model.Tokenizers;

/// <summary>Words of bytes, each with a value, found byte by byte.</summary>
internal sealed class PieceTrie
{
    /// <summary>Where every word begins.</summary>
    public const int Root = 0;

    private readonly Dictionary<(int Node, byte Next), int> children = [];
    private readonly List<int?> values = [null];

    /// <summary>Adds a word.</summary>
    /// <exception cref="FormatException">It is there already.</exception>
    public void Add(ReadOnlySpan<byte> word, int value)
    {
        var node = Root;
        foreach (var next in word)
        {
            if (!children.TryGetValue((node, next), out var child))
            {
                children.Add((node, next), child = values.Count);
                values.Add(null);
            }
            node = child;
        }
        if (values[node] is { } other) throw new FormatException($"pieces {other} and {value} are the same");
        values[node] = value;
    }

    /// <summary>Goes one byte on from a node; false when no word does.</summary>
    public bool Step(ref int node, byte next) => children.TryGetValue((node, next), out node);

    /// <summary>The value of the word that ends at a node, if one does.</summary>
    public int? ValueAt(int node) => values[node];

    /// <summary>Length of the longest word a text begins with; 0 for none.</summary>
    public int Longest(ReadOnlySpan<byte> text)
    {
        var (node, longest) = (Root, 0);
        for (var i = 0; i < text.Length && Step(ref node, text[i]); i++)
        {
            if (ValueAt(node) is not null) longest = i + 1;
        }
        return longest;
    }
}
