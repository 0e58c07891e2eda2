using Moe.Actors.Coordinator;
using Moe.Curriculum.Batches;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorSnapshotSpecs
{
    [Fact]
    public void Comes_back_as_it_was_written()
    {
        var snapshot = new CoordinatorSnapshot(7, [3, 4], new SortedDictionary<int, long> { [1] = 9 },
            [[new ExampleReference(0, 1, 2), new ExampleReference(1, 0, 0)], [new ExampleReference(1, 3, 0)]]);

        var read = CoordinatorSnapshot.Read(CoordinatorSnapshot.Write(snapshot));

        Assert.Equal((snapshot.Drawn, 9L), (read.Drawn, read.RestingUntil[1]));
        Assert.Equal(snapshot.DrawnByTask, read.DrawnByTask);
        Assert.Equal(snapshot.Ahead, read.Ahead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Drawn\": \"many\"}")]
    public void Refuses_text_that_is_no_snapshot(string text) =>
        Assert.Throws<CheckpointException>(() => CoordinatorSnapshot.Read(text));
}
