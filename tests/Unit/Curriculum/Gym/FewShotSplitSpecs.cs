using Moe.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class FewShotSplitSpecs
{
    [Theory]
    [InlineData("spam_sms_16_42_train.tsv", "spam_sms", "16", 42, SplitPart.Train)]
    [InlineData("glue-cola_16_100_dev.tsv", "glue-cola", "16", 100, SplitPart.Dev)]
    [InlineData("a_full_13_test.tsv", "a", "full", 13, SplitPart.Test)]
    [InlineData("wn_32_things_32_21_test.tsv", "wn_32_things", "32", 21, SplitPart.Test)]
    public void The_last_three_parts_of_a_file_name_are_shots_seed_and_part(
        string file, string task, string shots, int seed, SplitPart part)
    {
        Assert.True(FewShotSplit.TryParse(file, out FewShotSplit split, out SplitPart found));
        Assert.Equal(new FewShotSplit(task, shots, seed), split);
        Assert.Equal(part, found);
        Assert.Equal(file, split.FileName(part));
    }

    [Theory]
    [InlineData("notes.tsv")]
    [InlineData("spam_16_42_train.csv")]
    [InlineData("spam_sixteen_42_train.tsv")]
    [InlineData("spam_16_x_train.tsv")]
    [InlineData("spam_16_42_valid.tsv")]
    [InlineData("_16_42_train.tsv")]
    [InlineData("16_42_train.tsv")]
    public void Other_names_are_no_task_files(string file) =>
        Assert.False(FewShotSplit.TryParse(file, out _, out _));

    [Fact]
    public void The_seeds_are_those_of_CrossFit() => Assert.Equal([13, 21, 42, 87, 100], FewShotSplit.Seeds);
}
