using Moe.Analysis.Features;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Features;

public sealed class TaskFeaturesSpecs
{
    [Theory]
    [InlineData("output-is-span", 2 / 3.0)]
    [InlineData("longest-shared-run", (1 + 1 + (1 / 3.0)) / 3)]
    [InlineData("shared-words", 2 / 3.0)]
    [InlineData("input-words", 8 / 3.0)]
    [InlineData("output-words", 1)]
    [InlineData("label-set", 1)]
    [InlineData("distinct-outputs", 2 / 3.0)]
    [InlineData("commonest-output", 2 / 3.0)]
    [InlineData("answers", 4 / 3.0)]
    [InlineData("digits-in-output", 1 / 3.0)]
    [InlineData("capitals-in-output", 2 / 3.0)]
    public void Every_measurement_is_what_rows_say(string name, double expected)
    {
        Example[] rows =
        [
            new("t", "she met bob today", ["Bob"]), new("t", "bob slept", ["Bob", "Robert"]), new("t", "1zz ab", ["1y2"]),
        ];

        Assert.Equal(expected, Measurement.All.Single(measurement => measurement.Name == name).Of(rows), 9);
    }

    [Fact]
    public void Categories_are_features_and_what_is_the_same_for_all_tasks_is_none()
    {
        TaskFeatures features = TaskFeatures.Of(
            [("plural", "lexical"), ("city", "world"), ("verb", "lexical")],
            task => [new Example(task, "one two", [task == "city" ? "one" : "three"])]);

        Assert.Equal([1, 0, 1], features.Named("category:lexical").Values);
        Assert.True(features.Named("output-is-span").Has(1));
        Assert.False(features.Named("output-is-span").Has(0));
        Assert.DoesNotContain(features.All, feature => feature.Name == "input-words");
        var failure = Assert.Throws<ConfigurationException>(() => features.Named("category:lexicon"));
        Assert.Contains("The nearest is category:lexical", failure.Message);
        Assert.Contains("output-is-span", failure.Message);
    }
}
