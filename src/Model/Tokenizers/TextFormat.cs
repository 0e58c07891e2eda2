namespace Moe.Model.Tokenizers;

/// <summary>
/// How an example becomes the two texts of a sequence-to-sequence model: the input is " [task] input" and the output
/// " answer". The leading blank matters to a byte-level vocabulary: it makes the first word the same token as that
/// word inside a sentence.
/// </summary>
/// <param name="LowerCase">Lower-case both texts, the task's name included (invariant culture).</param>
/// <param name="AppendAnotherStart">
/// Put "&lt;s&gt; " before both texts, so that BART reads its start token twice.
/// </param>
public sealed record TextFormat(bool LowerCase = false, bool AppendAnotherStart = false)
{
    /// <summary>What the encoder reads for <paramref name="input"/> of <paramref name="task"/>.</summary>
    public string Input(string task, string input) => Finish($" [{task}] {input}");

    /// <summary>What the decoder learns to write for <paramref name="answer"/>.</summary>
    public string Output(string answer) => Finish(" " + answer);

    private string Finish(string text)
    {
        if (LowerCase)
            text = text.ToLowerInvariant();
        return AppendAnotherStart ? SpecialTokens.Start + " " + text : text;
    }
}
