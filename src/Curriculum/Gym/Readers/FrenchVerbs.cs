using System.Xml;
using System.Xml.Linq;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>Verbiste's French verbs: each names a template, the template gives the endings.</summary>
public sealed class FrenchVerbs
{
    /// <summary>The Debian package.</summary>
    public const string Package = "verbiste";

    private const string Folder = "usr/share/verbiste-0.1/";
    private readonly Dictionary<string, XElement> _templates;

    private FrenchVerbs(SourceShelf shelf)
    {
        _templates = Document(shelf, "conjugation-fr.xml").Descendants("template")
            .ToDictionary(template => template.Attribute("name")!.Value, StringComparer.Ordinal);
        Verbs = [.. Document(shelf, "verbs-fr.xml").Descendants("v")
            .Select(verb => (verb.Element("i")!.Value, verb.Element("t")!.Value))];
    }

    /// <summary>Infinitives with the names of their templates.</summary>
    public IReadOnlyList<(string Infinitive, string Template)> Verbs { get; }

    /// <summary>The shelf's verbs, parsed once.</summary>
    public static FrenchVerbs On(SourceShelf shelf) => shelf.Shared(one => new FrenchVerbs(one));

    /// <summary>The indicative form of a verb, or null where the template has none.</summary>
    /// <param name="tense"><c>present</c>, <c>imperfect</c> or <c>future</c>.</param>
    /// <param name="person">0 to 5: je, tu, il, nous, vous, ils.</param>
    public string? Form(string infinitive, string template, string tense, int person)
    {
        string ending = template[(template.IndexOf(':', StringComparison.Ordinal) + 1)..];
        bool fits = infinitive.EndsWith(ending, StringComparison.Ordinal);
        if (!fits || !_templates.TryGetValue(template, out XElement? found))
            return null;
        string? suffix = found.Element("indicative")?.Element(tense)?.Elements("p").ElementAtOrDefault(person)
            ?.Element("i")?.Value;
        return suffix is null ? null : infinitive[..^ending.Length] + suffix;
    }

    private static XDocument Document(SourceShelf shelf, string file)
    {
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Ignore };
        using XmlReader reader = XmlReader.Create(new StringReader(shelf.Text(Package, Folder + file)), settings);
        return XDocument.Load(reader);
    }
}
