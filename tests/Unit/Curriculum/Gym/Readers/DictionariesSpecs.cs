using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

public sealed class DictionariesSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Foldoc_gives_term_field_acronym_first_paragraph_and_date()
    {
        Write("dict-foldoc", "foldoc", """
            preface

            abstract widget type

               <programming> (AWT) A kind of {widget} whose
               form is hidden.

               A second paragraph.

               (2003-07-03)

            plain term

               No field here.

            """);
        IReadOnlyList<FoldocEntry> entries = Dictionaries.Foldoc(_folder.Shelf());
        Assert.Equal(
            new FoldocEntry(
                "abstract widget type", "programming", "AWT", "A kind of widget whose form is hidden.", "2003-07-03"),
            entries[0]);
        Assert.Equal(new FoldocEntry("plain term", null, null, "No field here.", null), entries[1]);
    }

    [Fact]
    public void Vera_gives_acronym_and_expansion()
    {
        Write("dict-vera", "vera",
            "\nAPI\n       Application Program\n       Interface (API)\n       \nABC\n       Another Bus Card\n");
        Assert.Equal(
            [("API", "Application Program Interface (API)"), ("ABC", "Another Bus Card")],
            Dictionaries.Vera(_folder.Shelf()));
    }

    [Fact]
    public void FreeDict_gives_word_pronunciation_tags_and_translations()
    {
        Write("dict-freedict-fra-eng", "freedict-fra-eng", """
            amas /ama/ <n, masc>
            accumulation, crowd; heap (of things)
            boîte /bwat/
            1. box
            2. can
            vide /vid/
            Note: nothing

            """);
        FreeDictEntry[] entries = [.. Dictionaries.FreeDict(_folder.Shelf(), "fra", "eng")];
        Assert.Equal(["amas", "boîte"], entries.Select(entry => entry.Word));
        Assert.Equal("ama", entries[0].Ipa);
        Assert.Equal(["n", "masc"], entries[0].Tags);
        Assert.Equal(["accumulation", "crowd", "heap"], entries[0].Translations);
        Assert.Equal(["box"], entries[1].Translations);
    }

    [Fact]
    public void Gcide_gives_headword_syllables_and_senses()
    {
        Write(Gcide.Package, "gcide", """
            Front matter

            Vein \Vein\ (v[=a]n), n. [OE. veine, F. veine, L. vena.]
               1. (Anat.) One of the vessels which carry blood.
                  [1913 Webster]

               2. (Bot.) One of the similar branches of a leaf.
                  [1913 Webster]

            Coagulate \Co*ag"u*late\, v. t.
               To cause (a liquid) to change.

            """);
        IReadOnlyList<GcideEntry> entries = Gcide.On(_folder.Shelf()).Entries;
        Assert.Equal(["Vein", "Coagulate"], entries.Select(entry => entry.Word));
        Assert.Equal("Co*ag\"u*late", entries[1].Syllables);
        Assert.Contains("2. (Bot.) One of the similar branches of a leaf.", Gcide.Senses(entries[0]));
    }

    private void Write(string package, string name, string text) =>
        _folder.Package(package, $"usr/share/dictd/{name}.dict.dz", text);
}
