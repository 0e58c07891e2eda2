namespace Moe.Model.Tokenizers;

/// <summary>
/// One learned rule: <paramref name="Left"/> followed by <paramref name="Right"/> becomes one token.
/// </summary>
/// <param name="Left">Id of the first token.</param>
/// <param name="Right">Id of the second.</param>
/// <param name="Product">Id of both together.</param>
public readonly record struct BpeMerge(int Left, int Right, int Product);
