using Moe.Model.Weights;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>The golden files were written by the reference implementation of safetensors.</summary>
public sealed class WeightsGoldenSpecs
{
    public static TheoryData<string> Names()
    {
        TheoryData<string> names = [];
        var paths = Directory.EnumerateFiles(GoldenFiles.Folder, "*.safetensors");
        foreach (var path in paths.Order(StringComparer.Ordinal))
            names.Add(Path.GetFileNameWithoutExtension(path));
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_what_the_reference_wrote_and_writes_the_same_numbers(string name)
    {
        using var file = GoldenFiles.Open(name);
        using var copy = new MemoryStream();
        var writer = new SafeTensorsWriter(
            copy, [.. file.Tensors.Select(record => record.Layout)], file.Metadata, TensorOrder.Given);
        foreach (var record in file.Tensors)
            writer.Write(record.Name, record.ToBytes());
        writer.Finish();

        Assert.NotEmpty(file.Tensors);
        Assert.Equal(DataOf(File.ReadAllBytes(GoldenFiles.Find(name + ".safetensors"))), DataOf(copy.ToArray()));
    }

    [Fact]
    public void Reads_the_configuration_kept_in_the_metadata_of_a_model()
    {
        using var file = GoldenFiles.Open("bart-vanilla");
        var config = HuggingFaceConfig.Parse(file.Metadata["config"], "bart-vanilla");
        var shared = file.Tensors.Single(
            record => record.Name.EndsWith("model.shared.weight", StringComparison.Ordinal));

        Assert.Equal([config.VocabularySize, config.Width], shared.Shape);
    }

    private static byte[] DataOf(byte[] content) => content[(8 + (int)BitConverter.ToInt64(content))..];
}
