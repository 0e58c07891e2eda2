using System.Security.Cryptography;
using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

public sealed class SafeTensorsFileSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_back_what_it_wrote_for_any_set_of_tensors()
    {
        for (var seed = 61; seed < 81; seed++)
        {
            var tensors = RandomTensors(new Random(seed));
            var metadata = new Dictionary<string, string> { ["step"] = $"{seed}", ["note \"é\""] = "line\nbreak" };

            var written = Write(tensors, metadata);
            using var file = SafeTensorsFile.Open(FilePath);

            Assert.Equal(metadata.OrderBy(pair => pair.Key), file.Metadata.OrderBy(pair => pair.Key));
            Assert.Equal(tensors.Keys.ToHashSet(), file.Tensors.Select(record => record.Layout).ToHashSet());
            foreach (var (layout, bytes) in tensors)
                Assert.Equal(bytes, file[layout.Name].ToBytes());
            Assert.Equal(new FileInfo(FilePath).Length, written.ByteCount);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath))), written.Sha256);
        }
    }

    [Fact]
    public void Writes_the_same_bytes_whatever_order_tensors_and_metadata_come_in()
    {
        var tensors = RandomTensors(new Random(82));
        var first = Write(tensors, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        var second = Write(
            tensors.Reverse().ToDictionary(), new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });

        Assert.Equal(first, second);
    }

    [Fact]
    public void Writes_exactly_the_bytes_of_the_format()
    {
        var layout = new TensorLayout("w", TensorDataType.UInt8, 3);

        SafeTensorsFile.Write(FilePath, [layout], _ => new byte[] { 7, 8, 9 });

        byte[] expected =
            [.. "8\0\0\0\0\0\0\0"u8, .. """{"w":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}   """u8, 7, 8, 9];
        Assert.Equal(expected, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Puts_wider_numbers_first_so_that_all_are_aligned_or_keeps_the_given_order()
    {
        TensorLayout[] layouts =
        [
            new("c", TensorDataType.UInt8, 3), new("b", TensorDataType.Float32, 1),
            new("a", TensorDataType.Float32, 1), new("d", TensorDataType.Int64, 1),
        ];

        SafeTensorsFile.Write(FilePath, layouts, Zeros);
        using (var file = SafeTensorsFile.Open(FilePath))
            Assert.Equal(["d", "a", "b", "c"], file.Tensors.Select(record => record.Name));

        SafeTensorsFile.Write(FilePath, layouts, Zeros, order: TensorOrder.Given);
        using (var file = SafeTensorsFile.Open(FilePath))
            Assert.Equal(["c", "b", "a", "d"], file.Tensors.Select(record => record.Name));
    }

    [Fact]
    public void Writes_and_reads_a_file_without_tensors()
    {
        SafeTensorsFile.Write(FilePath, [], Zeros);
        using var file = SafeTensorsFile.Open(FilePath);

        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Converts_numbers_of_each_type()
    {
        TensorLayout[] layouts =
        [
            new("double", TensorDataType.Float64, 1), new("half", TensorDataType.Float16, 1),
            new("brain", TensorDataType.BFloat16, 1), new("short", TensorDataType.Int16, 1),
            new("bool", TensorDataType.Bool, 2),
        ];
        Dictionary<string, byte[]> bytes = new()
        {
            ["double"] = BitConverter.GetBytes(-1.5),
            ["half"] = BitConverter.GetBytes((Half)0.25),
            ["brain"] = [0x40, 0xC0],
            ["short"] = [0xFE, 0xFF],
            ["bool"] = [1, 0],
        };
        SafeTensorsFile.Write(FilePath, layouts, layout => bytes[layout.Name]);
        using var file = SafeTensorsFile.Open(FilePath);

        Assert.Equal([-1.5f], file["double"].ToSingles());
        Assert.Equal([0.25f], file["half"].ToSingles());
        Assert.Equal([-3f], file["brain"].ToSingles());
        Assert.Equal([-2L], file["short"].ToIntegers());
        Assert.Equal([1L, 0], file["bool"].ToIntegers());
        Assert.Contains("double F64[1]", Assert.Throws<WeightsException>(() => file["double"].ToIntegers()).Message);
        Assert.Contains("integers", Assert.Throws<WeightsException>(() => file["half"].ToIntegers()).Message);
        Assert.Throws<WeightsException>(() => file["short"].ToSingles());
        Assert.Throws<ArgumentException>(() => file["short"].CopyTo(new byte[3]));
    }

    [Fact]
    public void Refuses_a_file_cut_at_any_byte_and_falls_over_none()
    {
        var good = SmallFile();
        Damage.CutEverywhere(good, FilePath, ReadAll);
    }

    [Fact]
    public void Refuses_a_damaged_header_or_reads_on_but_never_fails_in_another_way()
    {
        var good = SmallFile();
        var headerEnd = 8 + (int)BitConverter.ToInt64(good);

        var refused = Damage.FlipEverywhere(good, headerEnd, seed: 84, FilePath, ReadAll);

        // What opens has another name, another metadata text, or other padding.
        Assert.True(refused > headerEnd / 2, $"only {refused} of {headerEnd} bytes");
    }

    [Fact]
    public void Refuses_bytes_behind_the_last_tensor()
    {
        var good = SmallFile();
        File.WriteAllBytes(FilePath, [.. good, 0]);

        Assert.Contains("appended", Assert.Throws<WeightsException>(ReadAll).Message);
    }

    [Fact]
    public void Reads_from_several_threads_at_once()
    {
        var tensors = RandomTensors(new Random(83));
        Write(tensors, new Dictionary<string, string>());
        using var file = SafeTensorsFile.Open(FilePath);

        Parallel.ForEach(Enumerable.Repeat(tensors, 20).SelectMany(all => all), pair =>
            Assert.Equal(pair.Value, file[pair.Key.Name].ToBytes()));
    }

    [Fact]
    public void Names_the_file_and_the_tensor_that_are_missing()
    {
        Assert.Contains(FilePath, Assert.Throws<WeightsException>(() => SafeTensorsFile.Open(FilePath)).Message);
        Assert.Contains(folder.Path, Assert.Throws<WeightsException>(() => SafeTensorsFile.Open(folder.Path)).Message);

        SmallFile();
        using var file = SafeTensorsFile.Open(FilePath);
        var failure = Assert.Throws<WeightsException>(() => file["lm_head"]);
        Assert.Contains(FilePath, failure.Message);
        Assert.Contains("'lm_head'", failure.Message);
        Assert.False(file.Contains("lm_head"));
        Assert.True(file.Contains("b"));
    }

    [Fact]
    public void Says_so_when_the_file_cannot_be_written()
    {
        var failure = Assert.Throws<EnvironmentException>(
            () => SafeTensorsFile.Write(folder.File("missing/model.safetensors"), [], Zeros));
        Assert.Contains("missing/model.safetensors", failure.Message);
    }

    [Fact]
    public void Keeps_the_old_file_when_writing_the_new_one_fails()
    {
        var good = SmallFile();

        Assert.Throws<InvalidOperationException>(() => SafeTensorsFile.Write(
            FilePath, [new TensorLayout("w", TensorDataType.Int8, 4)], _ => new byte[3]));

        Assert.Equal(good, File.ReadAllBytes(FilePath));
    }

    private static ReadOnlyMemory<byte> Zeros(TensorLayout layout) => new byte[layout.ByteCount];

    private byte[] SmallFile()
    {
        SafeTensorsFile.Write(
            FilePath,
            [
                new("a", TensorDataType.Float32, 2, 1), new("b", TensorDataType.Int16),
                new("c", TensorDataType.Bool, 0, 2),
            ],
            Zeros,
            new Dictionary<string, string> { ["k"] = "v" });
        return File.ReadAllBytes(FilePath);
    }

    private void ReadAll()
    {
        using var file = SafeTensorsFile.Open(FilePath);
        foreach (var record in file.Tensors)
            record.ToBytes();
    }

    private WrittenWeights Write(
        Dictionary<TensorLayout, byte[]> tensors, IReadOnlyDictionary<string, string> metadata) =>
        SafeTensorsFile.Write(FilePath, [.. tensors.Keys], layout => tensors[layout], metadata);

    private static Dictionary<TensorLayout, byte[]> RandomTensors(Random random)
    {
        var types = Enum.GetValues<TensorDataType>();
        Dictionary<TensorLayout, byte[]> tensors = [];
        for (var index = random.Next(12); index >= 0; index--)
        {
            long[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.NextInt64(0, 6))];
            var layout = new TensorLayout($"layer.{index}.\"ü\"", types[random.Next(types.Length)], shape);
            tensors[layout] = new byte[layout.ByteCount];
            random.NextBytes(tensors[layout]);
        }
        return tensors;
    }
}
