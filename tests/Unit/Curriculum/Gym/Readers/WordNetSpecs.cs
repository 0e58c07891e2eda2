using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

public sealed class WordNetSpecs : IDisposable
{
    private readonly GymFolder _folder = WordNetExcerpt.Write(new GymFolder());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_words_topic_definition_and_examples()
    {
        Synset piece = WordNet.On(_folder.Shelf()).Synsets[0];
        Assert.Equal('n', piece.PartOfSpeech);
        Assert.Equal(6, piece.LexicographerFile);
        Assert.Equal(["work_table", "bench"], piece.Words);
        Assert.Equal("work table", piece.Head);
        Assert.Equal("a bench", piece.Definition);
        Assert.Equal(["he left the bench", "a bench"], piece.Examples);
    }

    [Fact]
    public void Follows_pointers_to_satellites_and_single_words()
    {
        WordNet wordNet = WordNet.On(_folder.Shelf());
        Synset happily = wordNet.Synsets.Single(synset => synset.PartOfSpeech == 'r');
        WordNetPointer pointer = Assert.Single(happily.Pointers);
        Assert.Equal("happy", wordNet.Target(pointer).Head);
        Assert.Equal((1, 1), (pointer.SourceWord, pointer.TargetWord));
    }

    [Fact]
    public void Syntactic_markers_are_no_part_of_a_word() =>
        Assert.Contains(WordNet.On(_folder.Shelf()).Synsets, synset => synset.Words[0] == "sole");

    [Fact]
    public void Adds_up_frequencies_and_knows_irregular_forms()
    {
        SourceShelf shelf = _folder.Shelf();
        Assert.Equal(5, WordNet.On(shelf).Frequency("Bench"));
        Assert.Equal(0, WordNet.On(shelf).Frequency("unknown"));
        Assert.Equal([("went", "go"), ("ate out", "eat out")], WordNet.Exceptions(shelf, "verb"));
    }

    [Fact]
    public void Knows_people_with_their_years()
    {
        IReadOnlyList<Person> people = People.On(_folder.Shelf());
        Assert.Equal(["Ada Byron Lovelace", "Alan Smith"], people.Select(person => person.FullName));
        Assert.Equal(("1815", "1852"), (people[0].Born, people[0].Died));
        Assert.Equal(("1950", null), (people[1].Born, people[1].Died));
    }
}
