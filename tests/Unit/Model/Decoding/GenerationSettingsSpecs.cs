using Moe.Model.Decoding;
using Moe.Model.Failures;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.Decoding;

public sealed class GenerationSettingsSpecs
{
    public static TheoryData<GenerationSettings, string> Impossible() => new()
    {
        { new() { MaxLength = 1 }, "maximum length 1" },
        { new() { MaxLength = 25 }, "maximum length 25" },
        { new() { MaxLength = 20, Beams = 0 }, "number of beams 0" },
        { new() { MaxLength = 20, MinLength = 20 }, "minimum length 20" },
        { new() { MaxLength = 20, NoRepeatLength = -1 }, "no-repeat length -1" },
        { new() { MaxLength = 20, StartId = 23 }, "start id 23" },
        { new() { MaxLength = 20, ForcedFirstId = -2 }, "forced first id -2" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Are_refused_by_name_when_no_search_can_follow_them(GenerationSettings settings, string expected) =>
        Assert.Contains(expected,
            Assert.Throws<ConfigurationException>(() => settings.Validated(SmallModel.Shape)).Message);

    [Fact]
    public void Are_accepted_as_they_are_otherwise()
    {
        var settings = new GenerationSettings { MaxLength = 24, Beams = 4 };

        Assert.Same(settings, settings.Validated(SmallModel.Shape));
    }
}
