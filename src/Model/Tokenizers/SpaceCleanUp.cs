namespace Moe.Model.Tokenizers;

/// <summary>
/// Takes out the blanks that word-based tokenizers leave before punctuation and English contractions
/// (Hugging Face's <c>clean_up_tokenization_spaces</c>, on when the paper's authors decode predictions). The rules are
/// applied one after the other, so "a ' s" ends as "a's".
/// </summary>
public static class SpaceCleanUp
{
    private static readonly (string Found, string Put)[] Rules =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"),
        (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary><paramref name="text"/> with all rules applied.</summary>
    public static string Apply(string text)
    {
        foreach (var (found, put) in Rules)
            text = text.Replace(found, put, StringComparison.Ordinal);
        return text;
    }
}
