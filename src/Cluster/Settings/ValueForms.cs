using System.Globalization;
using Moe.Actors;

namespace Moe.Cluster.Settings;

/// <summary>A whole number in a range.</summary>
internal sealed class WholeNumber(int minimum, int maximum = int.MaxValue) : ValueForm<int>
{
    public override string Expected => maximum == int.MaxValue
        ? $"a whole number, at least {minimum}"
        : $"a whole number, {minimum} to {maximum}";

    public override bool TryRead(SettingNode node, out int value) =>
        int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && value >= minimum && value <= maximum;

    public override string Write(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Any number of 64 bits without sign.</summary>
internal sealed class SeedNumber : ValueForm<ulong>
{
    public override string Expected => $"a whole number, 0 to {ulong.MaxValue}";

    public override bool TryRead(SettingNode node, out ulong value) =>
        ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public override string Write(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A finite number in a range; <paramref name="below"/> is outside it.</summary>
internal sealed class Number(double minimum, double? below = null, double? maximum = null) : ValueForm<double>
{
    public override string Expected => (below, maximum) switch
    {
        ({ } limit, _) => $"a number from {HoconText.Number(minimum)} up to, not including, {HoconText.Number(limit)}",
        (_, { } limit) => $"a number, {HoconText.Number(minimum)} to {HoconText.Number(limit)}",
        _ => $"a number, at least {HoconText.Number(minimum)}",
    };

    public override bool TryRead(SettingNode node, out double value) =>
        double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value) && value >= minimum && !(value >= below) && !(value > maximum);

    public override string Write(double value) => HoconText.Number(value);
}

/// <summary>A number, or nothing.</summary>
internal sealed class OptionalNumber(double minimum) : ValueForm<double?>
{
    private readonly Number number = new(minimum);

    public override string Expected => $"{number.Expected}, or null";

    public override bool TryRead(SettingNode node, out double? value)
    {
        var read = number.TryRead(node, out var found);
        value = found;
        return read;
    }

    public override string Write(double? value) => value is { } number ? HoconText.Number(number) : "null";
}

/// <summary>on or off; true and false are read as well.</summary>
internal sealed class Switch : ValueForm<bool>
{
    public override string Expected => "on or off";

    public override bool TryRead(SettingNode node, out bool value)
    {
        value = node.Text is "on" or "true";
        return value || node.Text is "off" or "false";
    }

    public override string Write(bool value) => value ? "on" : "off";
}

/// <summary>A text that is not empty.</summary>
internal sealed class Text(string meaning) : ValueForm<string>
{
    public override string Expected => meaning;

    public override bool TryRead(SettingNode node, out string value)
    {
        value = node.Text ?? "";
        return value.Length > 0;
    }

    public override string Write(string value) => HoconText.Quoted(value);
}

/// <summary>A text that is not empty, or nothing.</summary>
internal sealed class OptionalText(string meaning) : ValueForm<string?>
{
    public override string Expected => $"{meaning}, or null";

    public override bool TryRead(SettingNode node, out string? value)
    {
        value = node.Text;
        return !string.IsNullOrEmpty(value);
    }

    public override string Write(string? value) => value is null ? "null" : HoconText.Quoted(value);
}

/// <summary>A text that messages must not show, or nothing.</summary>
internal sealed class OptionalSecret : ValueForm<Secret?>
{
    public override string Expected => "a secret that is not empty, or null";

    public override bool TryRead(SettingNode node, out Secret? value)
    {
        value = string.IsNullOrEmpty(node.Text) ? null : new Secret(node.Text);
        return value is not null;
    }

    public override string Write(Secret? value) => value is null ? "null" : HoconText.Quoted(Secret.Hidden);
}

/// <summary>One of a few texts.</summary>
internal sealed class OneOf(params string[] choices) : ValueForm<string>
{
    public override string Expected => $"one of {string.Join(", ", choices)}";

    public override bool TryRead(SettingNode node, out string value)
    {
        value = node.Text ?? "";
        return choices.Contains(value);
    }

    public override string Write(string value) => HoconText.Quoted(value);
}

/// <summary>A member of an enumeration, written in lower case with dashes: GumbelSoftmax is gumbel-softmax.</summary>
internal sealed class Choice<TEnum> : ValueForm<TEnum> where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Members = Enum.GetValues<TEnum>().ToDictionary(Dashed);

    public override string Expected => $"one of {string.Join(", ", Members.Keys)}";

    public override bool TryRead(SettingNode node, out TEnum value) => Members.TryGetValue(node.Text ?? "", out value);

    public override string Write(TEnum value) => Dashed(value);

    private static string Dashed(TEnum value) => string.Concat(value.ToString().Select((letter, index) =>
        char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}

/// <summary>A list of values of one form.</summary>
internal sealed class ListOf<TElement>(ValueForm<TElement> element, bool mayBeEmpty = false) : ValueForm<IReadOnlyList<TElement>>
{
    public override string Expected =>
        $"a list in brackets, each element {element.Expected}{(mayBeEmpty ? "; [] for none" : "; at least one")}";

    public override bool TryRead(SettingNode node, out IReadOnlyList<TElement> value)
    {
        List<TElement> elements = [];
        value = elements;
        if (!node.IsList) return false;
        foreach (var part in node.Elements())
        {
            if (!element.TryRead(part, out var read)) return false;
            elements.Add(read);
        }
        return mayBeEmpty || elements.Count > 0;
    }

    public override string Write(IReadOnlyList<TElement> value) => $"[{string.Join(", ", value.Select(element.Write))}]";
}

/// <summary>An object of texts. Keys with dots may be quoted or not: both read as one key.</summary>
internal sealed class TextMap(string meaning) : ValueForm<IReadOnlyDictionary<string, string>>
{
    public override string Expected => meaning;

    public override bool TryRead(SettingNode node, out IReadOnlyDictionary<string, string> value)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        value = texts;
        return node.IsObject && Collect(node, "", texts);
    }

    public override string Write(IReadOnlyDictionary<string, string> value) => value.Count == 0
        ? "{}"
        : $"{{\n{string.Concat(value.Select(pair => $"{HoconText.Quoted(pair.Key)} = {HoconText.Quoted(pair.Value)}\n"))}}}";

    private static bool Collect(SettingNode node, string prefix, SortedDictionary<string, string> texts)
    {
        foreach (var key in node.Keys)
        {
            var child = node.Child(key);
            if (child.Text is { } text) texts[prefix + key] = text;
            else if (!child.IsObject || !Collect(child, $"{prefix}{key}.", texts)) return false;
        }
        return true;
    }
}
