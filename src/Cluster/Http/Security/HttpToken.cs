using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Moe.Cluster.Http.Security;

/// <summary>A token that callers may show: whom it belongs to, what it allows, and its SHA-256 in place of itself.</summary>
/// <param name="Name">Who has it; stands in the audit and the ledger.</param>
/// <param name="Role">What it allows; who may operate may also read.</param>
/// <param name="Hash">SHA-256 of the token's text.</param>
internal sealed record HttpToken(string Name, Access Role, byte[] Hash)
{
    /// <summary>What a hash begins with in the file of tokens.</summary>
    public const string HashPrefix = "sha256:";

    private const int RandomBytes = 32;

    /// <summary>The line for the file of tokens.</summary>
    public string Line => $"{Name} {Word(Role)} {HashPrefix}{Convert.ToHexStringLower(Hash)}";

    /// <summary>A new text that nobody can guess.</summary>
    public static string NewText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The hash of a token's text.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>A role as it is written.</summary>
    public static string Word(Access role) => role == Access.Operate ? "operate" : "read";
}
