using Moe.Actors.Lanes;
using Xunit;

namespace Moe.Unit.Specs.Actors.Lanes;

public sealed class LaneOrderSpecs
{
    [Fact]
    public void Puts_backward_work_first_then_older_micro_batches_then_what_came_first()
    {
        LaneOrder[] expected =
        [
            new(LaneUrgency.Backward, 3, 1, 9), new(LaneUrgency.Backward, 4, 0, 0), new(LaneUrgency.Forward, 3, 0, 5),
            new(LaneUrgency.Forward, 3, 1, 2), new(LaneUrgency.Forward, 3, 1, 3), new(LaneUrgency.Deferred, 0, 0, 1),
        ];

        Assert.Equal(expected, expected.Reverse().Order());
    }
}
