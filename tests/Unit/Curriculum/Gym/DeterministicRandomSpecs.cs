using Moe.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

/// <summary>Golden numbers come from an independent Python implementation of the two published algorithms.</summary>
public sealed class DeterministicRandomSpecs
{
    [Fact]
    public void Numbers_are_those_of_the_published_generator()
    {
        DeterministicRandom random = new(1234567);
        Assert.Equal(3504822795582309479UL, random.Next());
        Assert.Equal(1819558768956484042UL, random.Next());
        Assert.Equal(1250851346055027673UL, random.Next());
    }

    [Fact]
    public void A_text_hashes_to_the_same_number_everywhere()
    {
        Assert.Equal(709621403969309981UL, DeterministicRandom.Hash("spam_sms/42/train"));
        Assert.Equal(7936488146098753722UL, DeterministicRandom.Hash("é"));
    }

    [Fact]
    public void Numbers_below_a_limit_stay_below_it_and_reach_every_value()
    {
        DeterministicRandom random = DeterministicRandom.For("limit");
        int[] counts = new int[5];
        for (int draw = 0; draw < 5000; draw++)
            counts[random.Below(5)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Below(0));
    }

    [Fact]
    public void Shuffling_keeps_the_items_and_depends_on_the_purpose_alone()
    {
        int[] first = [.. Enumerable.Range(0, 50)];
        int[] again = [.. first];
        int[] other = [.. first];
        DeterministicRandom.For("a").Shuffle(first);
        DeterministicRandom.For("a").Shuffle(again);
        DeterministicRandom.For("b").Shuffle(other);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
    }
}
