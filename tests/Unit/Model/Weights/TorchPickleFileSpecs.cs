using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

/// <summary>Against files that torch itself wrote, whole, damaged and hostile.</summary>
public sealed class TorchPickleFileSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File("weights.bin");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tensors.bin")]
    [InlineData("protocol4.bin")]
    public void Reads_views_strides_offsets_and_shared_storages(string name)
    {
        using var file = TorchPickleFile.Open(Fixture.Find(name));

        AssertSingles(file, "plain", [2, 3], [-3, -2, -1, 0, 1, 2]);
        AssertSingles(file, "scalar", [], [2.5f]);
        AssertSingles(file, "empty", [0, 4], []);
        AssertSingles(file, "sliced", [4], [2, 5, 8, 11]);
        AssertSingles(file, "parameter", [4], [-3, -2, -1, 0]);
        AssertSingles(file, "shared", [2, 3, 4], [.. Enumerable.Range(-3, 24).Select(value => (float)value)]);
        // Row i of the transposed matrix is every sixth number from i on.
        AssertSingles(file, "transposed", [6, 4], [.. Indices(6, 4, 1).Select(i => i.A + 6f * i.B - 3)]);
        AssertSingles(file, "permuted", [4, 2, 3], [.. Indices(4, 2, 3).Select(i => i.A + 12f * i.B + 4 * i.C - 3)]);
    }

    [Theory]
    [InlineData("tensors.bin")]
    [InlineData("protocol4.bin")]
    public void Reads_every_type_of_number(string name)
    {
        using var file = TorchPickleFile.Open(Fixture.Find(name));

        foreach (var floating in new[] { "double", "half", "bfloat16" })
            Assert.Equal([-3f, -2, -1, 0, 1], file[floating].ToSingles());
        foreach (var whole in new[] { "long", "int", "short", "char" })
            Assert.Equal([-3L, -2, -1, 0, 1], file[whole].ToIntegers());
        Assert.Equal([0L, 1, 200, 255], file["byte"].ToIntegers());
        Assert.Equal([1L, 0, 1], file["bool"].ToIntegers());
        Assert.Equal(
            [TensorDataType.Float64, TensorDataType.Float16, TensorDataType.BFloat16, TensorDataType.Bool],
            new[] { "double", "half", "bfloat16", "bool" }.Select(each => file[each].DataType));
    }

    [Fact]
    public void Reads_the_state_of_a_module_with_its_version_attribute()
    {
        using var file = TorchPickleFile.Open(Fixture.Find("linear.bin"));

        Assert.Equal(["weight", "bias"], file.Tensors.Select(record => record.Name));
        AssertSingles(file, "bias", [2], [-0.11877556f, 0.2937234f]);
        Assert.Equal(0.2974873483181f, file["weight"].ToSingles()[0]);
        Assert.False(file.Contains("gamma"));
        Assert.Contains("'gamma'", Assert.Throws<WeightsException>(() => file["gamma"]).Message);
    }

    [Theory]
    [InlineData("malicious.bin", "system'")]
    [InlineData("malicious-eval.bin", "'builtins.eval'")]
    [InlineData("whole-module.bin", "'torch.nn.modules.linear.Linear'")]
    public void Refuses_by_name_whatever_a_state_dictionary_does_not_need(string name, string global)
    {
        var failure = Assert.Throws<WeightsException>(() => TorchPickleFile.Open(Fixture.Find(name)));

        Assert.Contains(global, failure.Message);
        Assert.Contains("nothing was executed", failure.Message);
        Assert.False(File.Exists("pwned"));
    }

    [Theory]
    [InlineData("legacy.bin", "old format")]
    [InlineData("nested.bin", "'model' is a dictionary")]
    [InlineData("make_fixtures.py", "no zip archive")]
    public void Says_what_other_files_are(string name, string reason)
    {
        var path = Fixture.Find(name);
        var failure = Assert.Throws<WeightsException>(() => TorchPickleFile.Open(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public void Names_the_file_that_is_missing() =>
        Assert.Contains(FilePath, Assert.Throws<WeightsException>(() => TorchPickleFile.Open(FilePath)).Message);

    [Fact]
    public void Refuses_a_file_cut_at_any_byte_and_falls_over_none() =>
        Damage.CutEverywhere(File.ReadAllBytes(Fixture.Find("linear.bin")), FilePath, ReadAll);

    [Fact]
    public void Refuses_damaged_bytes_wherever_they_matter_and_never_fails_in_another_way()
    {
        var good = File.ReadAllBytes(Fixture.Find("linear.bin"));

        var refused = Damage.FlipEverywhere(good, good.Length, seed: 92, FilePath, ReadAll);

        // The rest is padding, time stamps and the like.
        Assert.True(refused > good.Length / 4, $"only {refused} of {good.Length} bytes");
    }

    [Fact]
    public void Refuses_a_flipped_bit_among_the_numbers()
    {
        var bytes = File.ReadAllBytes(Fixture.Find("linear.bin"));
        var place = bytes.AsSpan().IndexOf(BitConverter.GetBytes(0.2974873483181f));
        bytes[place] ^= 1;
        File.WriteAllBytes(FilePath, bytes);
        using var file = TorchPickleFile.Open(FilePath);

        Assert.Contains("damaged", Assert.Throws<WeightsException>(() => file["weight"].ToBytes()).Message);
        Assert.Equal(2, file["bias"].ToSingles().Length);
    }

    [Fact]
    public void Reads_from_several_threads_at_once()
    {
        using var file = TorchPickleFile.Open(Fixture.Find("tensors.bin"));
        var expected = file["permuted"].ToBytes();

        Parallel.For(0, 50, _ => Assert.Equal(expected, file["permuted"].ToBytes()));
    }

    private static void AssertSingles(TorchPickleFile file, string name, long[] shape, float[] numbers)
    {
        Assert.Equal(shape, file[name].Shape);
        Assert.Equal(numbers, file[name].ToSingles());
    }

    private static IEnumerable<(int A, int B, int C)> Indices(int first, int second, int third) =>
        from a in Enumerable.Range(0, first)
        from b in Enumerable.Range(0, second)
        from c in Enumerable.Range(0, third)
        select (a, b, c);

    private void ReadAll()
    {
        using var file = TorchPickleFile.Open(FilePath);
        foreach (var record in file.Tensors)
            record.ToBytes();
    }
}
