using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Verification;
using Moe.Model.Failures;
using Moe.Unit.Specs.Cluster.Checkpoints;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Verification;

public sealed class CheckpointComparisonSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_with_the_same_bits_are_the_same_whatever_their_coordinators_wrote()
    {
        CheckpointStoreSpecs.Save(Store("one"), 100, 1);
        CheckpointStoreSpecs.Save(Store("two"), 100, 1, state: "{}");

        var result = Compare();

        Assert.Null(result.Difference);
        Assert.Equal((3, 6), (result.Parts, result.Tensors));
        Assert.Equal(3 * ((5 * 4) + (2 * 8)), result.Bytes);
    }

    [Fact]
    public void Names_the_first_tensor_and_element_that_differ_with_both_values()
    {
        Save("one", [1f, 2f, 3f, 4f, 5f, 6f]);
        Save("two", [1f, 2f, 3f, 4f, 5.5f, 7f]);

        Assert.Equal(
            "encoder.0.0.safetensors: tensor weights F32[2, 3] differs first at element 4 [1, 1]: " +
            "5 (bits 40a00000) against 5.5 (bits 40b00000)",
            Compare().Difference);
    }

    [Fact]
    public void Tells_zero_from_minus_zero()
    {
        Save("one", [0f, 0f, 0f, 0f, 0f, 0f]);
        Save("two", [0f, -0f, 0f, 0f, 0f, 0f]);

        Assert.Contains("element 1 [0, 1]: 0 (bits 00000000) against -0 (bits 80000000)", Compare().Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_steps_parts_or_shapes_are_differences()
    {
        Save("one", [1f, 2f, 3f, 4f, 5f, 6f]);
        Save("two", [1f, 2f, 3f, 4f, 5f, 6f], step: 200);
        Assert.Contains("of step 100", Compare().Difference, StringComparison.Ordinal);

        Save("three", [1f, 2f, 3f, 4f, 5f, 6f], part: "encoder.0.1");
        Assert.Contains("'encoder.0.0.safetensors' is only in", Compare("one", "three").Difference, StringComparison.Ordinal);

        Save("four", [1f, 2f, 3f]);
        Assert.Contains("weights F32[2, 3] and weights F32[1, 3]", Compare("one", "four").Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Also_takes_the_folder_of_one_checkpoint()
    {
        CheckpointStoreSpecs.Save(Store("one"), 100, 1);
        CheckpointStoreSpecs.Save(Store("one"), 200, 1);

        Assert.Contains("of step 200", CheckpointComparison.Compare(
            folder.File("one"), folder.File("one", "checkpoints", "step-00000100"), _ => { }).Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_folder_without_a_whole_checkpoint()
    {
        CheckpointStoreSpecs.Save(Store("one"), 100, 1);
        Directory.CreateDirectory(folder.File("two"));

        Assert.Contains("has no whole checkpoint", Assert.Throws<CheckpointException>(() => Compare()).Message, StringComparison.Ordinal);
    }

    private CheckpointStore Store(string run) => new(folder.File(run, "checkpoints"), 3);

    private CheckpointComparisonResult Compare(string left = "one", string right = "two") =>
        CheckpointComparison.Compare(folder.File(left), folder.File(right), _ => { });

    private void Save(string run, float[] values, long step = 100, string part = "encoder.0.0")
    {
        using var weights = torch.tensor(values, [values.Length / 3, 3]);
        var store = Store(run);
        store.Begin(step);
        var record = store.Write(step, part, new Dictionary<string, string>(), [new PartTensor("weights", weights)]);
        store.Commit(new CheckpointManifest(step, "hash", [record], ""), isFenced: () => false);
    }
}
