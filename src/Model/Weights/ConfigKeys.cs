using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>The keys of a config.json, read one by one and checked. Keys nobody asks for are of no concern.</summary>
internal sealed class ConfigKeys
{
    private readonly string source;
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);

    public ConfigKeys(string source, JsonElement root)
    {
        this.source = source;
        if (root.ValueKind != JsonValueKind.Object)
            throw Malformed(source, $"it is a JSON {root.ValueKind}, expected an object", null);
        foreach (var property in root.EnumerateObject())
            values[property.Name] = property.Value;
    }

    /// <summary>Whether a key is there with a value.</summary>
    public bool Has(string key) => values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string key, string usual)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.String
            ? values[key].GetString()!
            : throw Refused(key, values[key].GetRawText(), "a text");
    }

    public bool Boolean(string key, bool usual)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind is JsonValueKind.True or JsonValueKind.False
            ? values[key].GetBoolean()
            : throw Refused(key, values[key].GetRawText(), "true or false");
    }

    public void RefuseUnless(string key, bool supported)
    {
        if (Boolean(key, supported) != supported)
            throw Refused(key, values[key].GetRawText(), supported ? "true" : "false");
    }

    public int Integer(string key, int usual, int least, int most)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.Number && values[key].TryGetInt32(out var number)
            && number >= least && number <= most
            ? number
            : throw Refused(key, values[key].GetRawText(), $"a whole number from {least} to {most}");
    }

    // Unlike elsewhere, null is a value here: it takes the default's constraint away.
    public int? OptionalId(string key, int? usual, int vocabularySize)
    {
        if (!values.TryGetValue(key, out var value))
            return usual;
        return value.ValueKind == JsonValueKind.Null ? null : Integer(key, 0, 0, vocabularySize - 1);
    }

    public double Probability(string key, double usual) =>
        Number(key, usual, number => number is >= 0 and < 1, "a number from 0 to below 1");

    public double Number(string key, double usual, Func<double, bool> allowed, string expected)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.Number && values[key].TryGetDouble(out var number)
            && allowed(number)
            ? number
            : throw Refused(key, values[key].GetRawText(), expected);
    }

    public WeightsException Refused(string key, string found, string expected) => new(
        $"{source}: {key} is {found}, expected {expected}. Use another model, or correct the file.");

    public static WeightsException Malformed(string source, string what, Exception? inner) => new(
        $"{source}: not a model's config.json: {what}. Take the file from the model again.", inner);
}
