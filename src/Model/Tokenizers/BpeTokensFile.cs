using System.Text.Json;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.Tokenizers;

/// <summary>Reads vocab.json: one JSON object from token to id.</summary>
internal static class BpeTokensFile
{
    private const long FileBytesMax = 256 << 20;
    private const string What = "a BPE vocabulary (vocab.json)";

    /// <summary>The token of each id.</summary>
    /// <exception cref="WeightsException">
    /// The file is not such a vocabulary; the message has file and line.
    /// </exception>
    public static string[] Read(string path)
    {
        var content = FileBytes.Read(path, What, FileBytesMax);
        var idOfToken = Parse(path, content);
        var tokens = InOrder(path, idOfToken);
        CheckLayout(path, tokens, idOfToken);
        return tokens;
    }

    private static Dictionary<string, int> Parse(string path, byte[] content)
    {
        Dictionary<string, int> idOfToken = new(StringComparer.Ordinal);
        Dictionary<int, string> tokenOfId = [];
        var json = new Utf8JsonReader(content);
        try
        {
            Expect(ref json, JsonTokenType.StartObject, path, content);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var token = json.GetString()!;
                Expect(ref json, JsonTokenType.Number, path, content);
                if (!json.TryGetInt32(out var id) || id < 0)
                    throw Malformed(path, content, json, $"the id of '{token}' is not a whole number from 0");
                if (!idOfToken.TryAdd(token, id))
                    throw Malformed(path, content, json, $"the token '{token}' appears twice");
                if (!tokenOfId.TryAdd(id, token))
                    throw Malformed(path, content, json, $"id {id} is given to '{tokenOfId[id]}' and to '{token}'");
            }
            if (json.Read())
                throw Malformed(path, content, json, "something follows the object");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Malformed(path, content, json, failure.Message.TrimEnd('.'), failure);
        }
        return idOfToken;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType expected, string path, byte[] content)
    {
        if (!json.Read() || json.TokenType != expected)
            throw Malformed(path, content, json, $"expected {expected}, found {json.TokenType}");
    }

    private static string[] InOrder(string path, Dictionary<string, int> idOfToken)
    {
        var tokens = new string[idOfToken.Count];
        foreach (var (token, id) in idOfToken)
        {
            if (id >= tokens.Length)
            {
                throw new WeightsException(
                    $"{path}: '{token}' has id {id}, but the file has only {tokens.Length} tokens, so some smaller id "
                    + "belongs to none. Ids must be 0, 1, 2, ... without gaps; take the file from the model again.");
            }
            tokens[id] = token;
        }
        return tokens;
    }

    private static void CheckLayout(string path, string[] tokens, Dictionary<string, int> idOfToken)
    {
        for (var id = 0; id < SpecialTokens.Leading.Count; id++)
            ExpectAt(path, tokens, id, SpecialTokens.Leading[id]);
        ExpectAt(path, tokens, tokens.Length - 1, SpecialTokens.Mask);

        for (var value = 0; value < 256; value++)
        {
            if (!idOfToken.ContainsKey(ByteAlphabet.ToCharacter((byte)value).ToString()))
            {
                throw new WeightsException(
                    $"{path}: no token for byte 0x{value:X2} ('{ByteAlphabet.ToCharacter((byte)value)}'). A "
                    + "byte-level vocabulary has one for each of the 256 bytes; is this the vocabulary of another kind "
                    + "of model?");
            }
        }
        for (var id = SpecialTokens.Leading.Count; id < tokens.Length - 1; id++)
        {
            if (tokens[id].Length == 0 || !tokens[id].All(character => ByteAlphabet.TryToByte(character, out _)))
            {
                throw new WeightsException(
                    $"{path}: token {id}, '{tokens[id]}', is not spelled in the 256 characters that stand for bytes. "
                    + "Is this the vocabulary of another kind of model?");
            }
        }
    }

    private static void ExpectAt(string path, string[] tokens, int id, string expected)
    {
        var found = id < tokens.Length && id >= 0 ? $"'{tokens[id]}'" : "nothing";
        if (found != $"'{expected}'")
        {
            throw new WeightsException(
                $"{path}: id {id} is {found}, expected '{expected}'. BART's layout has "
                + $"{string.Join(' ', SpecialTokens.Leading)} as ids 0 to 3 and {SpecialTokens.Mask} last.");
        }
    }

    private static WeightsException Malformed(
        string path, byte[] content, Utf8JsonReader json, string what, Exception? inner = null)
    {
        var position = (int)Math.Min(json.TokenStartIndex, content.Length);
        var line = 1 + content.AsSpan(0, position).Count((byte)'\n');
        return new WeightsException(
            $"{path} line {line} (byte {position}): {what}. Expected {What}: one JSON object from token to id.",
            inner);
    }
}
