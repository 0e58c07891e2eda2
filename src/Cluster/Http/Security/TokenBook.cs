using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Http.Security;

/// <summary>
/// The tokens of a file: a line each, `name role token`, the token as sha256:HEX or as its text; # begins a comment. A text makes
/// the file a secret, which nobody but its owner may then read.
/// </summary>
internal sealed partial class TokenBook
{
    private const int TextLengthMin = 24;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly IReadOnlyList<HttpToken> tokens;

    private TokenBook(IReadOnlyList<HttpToken> tokens) => this.tokens = tokens;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, others can read its secrets or write it, or a line is wrong.</exception>
    public static TokenBook Read(string path)
    {
        try
        {
            using var stream = TextFiles.OpenBesideWriter(path);
            using StreamReader reader = new(stream);
            List<HttpToken> tokens = [];
            var hasText = false;
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 0) continue;
                var token = Parse($"{path}:{number}", words);
                hasText |= !words[2].StartsWith(HttpToken.HashPrefix, StringComparison.Ordinal);
                if (tokens.Exists(other => other.Name == token.Name))
                    throw new ConfigurationException($"{path}:{number}: the name {token.Name} is there twice. Give each token its own.");
                tokens.Add(token);
            }
            if (!OperatingSystem.IsWindows()) RequireMode(path, File.GetUnixFileMode(stream.SafeFileHandle), hasText);
            return new TokenBook(tokens);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{path}: the file of tokens cannot be read: {failure.Message} Correct training.node.http-tokens-file, or make the file " +
                "readable for the node's user.", failure);
        }
    }

    /// <summary>The token that a caller shows; null: there is none such. Takes as long for a wrong one as for a right one.</summary>
    public HttpToken? Find(string text)
    {
        var hash = HttpToken.HashOf(text);
        HttpToken? found = null;
        foreach (var token in tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, token.Hash)) found = token;
        }
        return found;
    }

    /// <summary>Whether a text can be the name of a token's holder.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    // Messages never repeat the third word: it may be the token.
    private static HttpToken Parse(string place, string[] words)
    {
        if (words.Length != 3)
        {
            throw new ConfigurationException(
                $"{place}: there are {words.Length} words, expected `name role token`, such as the line that `./cluster token new NAME` " +
                "prints.");
        }
        if (!IsName(words[0]))
            throw new ConfigurationException($"{place}: the name is not made of 1 to 64 letters, digits and . _ @ -. Choose another.");
        Access role = words[1] switch
        {
            "read" => Access.Read,
            "operate" => Access.Operate,
            _ => throw new ConfigurationException($"{place}: the role is '{words[1]}', expected read or operate."),
        };
        return new HttpToken(words[0], role, Hash(place, words[2]));
    }

    private static byte[] Hash(string place, string token)
    {
        if (!token.StartsWith(HttpToken.HashPrefix, StringComparison.Ordinal))
        {
            return token.Length >= TextLengthMin
                ? HttpToken.HashOf(token)
                : throw new ConfigurationException(
                    $"{place}: the token has {token.Length} characters, expected at least {TextLengthMin} that nobody can guess. " +
                    "`./cluster token new NAME` makes one.");
        }
        var hex = token[HttpToken.HashPrefix.Length..];
        return hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : throw new ConfigurationException(
                $"{place}: what follows {HttpToken.HashPrefix} is no SHA-256, expected 64 hexadecimal digits. Copy the line again.");
    }

    private static void RequireMode(string path, UnixFileMode mode, bool hasText)
    {
        if ((mode & OthersWrite) != 0)
        {
            throw new ConfigurationException(
                $"{path}: others than its owner may write it, and so let themselves in. Take that right away: chmod go-w {path}");
        }
        if (hasText && (mode & OthersRead) != 0)
        {
            throw new ConfigurationException(
                $"{path}: it holds tokens as text, and others than its owner may read it. Take that right away (chmod 600 {path}), or " +
                "write sha256:HEX in place of the tokens.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex Name();
}
