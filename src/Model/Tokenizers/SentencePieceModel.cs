namespace Moe.Model.Tokenizers;

/// <summary>What a piece of a SentencePiece vocabulary is, by SentencePiece's numbers.</summary>
internal enum PieceKind
{
    /// <summary>Text with a score.</summary>
    Normal = 1,

    /// <summary>Stands for text that cannot be spelled.</summary>
    Unknown = 2,

    /// <summary>Stands for no text: padding, the end.</summary>
    Control = 3,

    /// <summary>Text that is always a piece of its own.</summary>
    UserDefined = 4,

    /// <summary>Never written.</summary>
    Unused = 5,

    /// <summary>One byte, for text that cannot be spelled otherwise.</summary>
    Byte = 6,
}

/// <summary>One piece: its text in UTF-8, blanks written as U+2581, the logarithm of its probability, and its kind.</summary>
internal sealed record SentencePiece(byte[] Text, float Score, PieceKind Kind);

/// <summary>What a spiece.model holds, as far as encoding and decoding need it. A piece's id is its place.</summary>
internal sealed record SentencePieceModel
{
    /// <summary>The pieces by id.</summary>
    public required IReadOnlyList<SentencePiece> Pieces { get; init; }

    /// <summary>Normalization: the replacements; empty for none.</summary>
    public byte[] CharacterMap { get; init; } = [];

    /// <summary>Normalization: texts begin with a blank.</summary>
    public bool AddsBlankInFront { get; init; } = true;

    /// <summary>Normalization: blanks at both ends are dropped, and runs of them become one.</summary>
    public bool RemovesExtraBlanks { get; init; } = true;

    /// <summary>Normalization: blanks are written as U+2581.</summary>
    public bool EscapesBlanks { get; init; } = true;

    /// <summary>Whether what no piece spells is written byte by byte.</summary>
    public bool FallsBackToBytes { get; init; }
}
