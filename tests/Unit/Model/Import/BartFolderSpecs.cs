using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Import;
using Moe.Model.Initialization;
using Moe.Model.Routing;
using Moe.Model.Weights;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Import;

public sealed class BartFolderSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RoutedModel model = SmallModel.Make();

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_path_that_was_exported_is_imported_with_the_same_bits()
    {
        int[] experts = [2, 0, 1, 1];
        HuggingFaceExport.Write(folder.Path, model, Route.OfExperts(experts, 3));

        using var plain = Import(shape => shape with { Experts = 1 }, ExpertNoise.None);

        Assert.Equal(SmallModel.Weights(model, ExpertId.Vocabulary), SmallModel.Weights(plain, ExpertId.Vocabulary));
        for (var row = 0; row < 4; row++)
            Assert.Equal(SmallModel.Weights(model, model.Shape.At(row, experts[row])),
                SmallModel.Weights(plain, plain.Shape.At(row, 0)));
        Assert.Equal(model.Shape with { Experts = 1 }, plain.Shape);
    }

    [Fact]
    public void Every_expert_starts_as_its_layer_with_noise_of_its_own()
    {
        HuggingFaceExport.Write(folder.Path, model, new int[4]);

        using var alike = Import(shape => shape, ExpertNoise.None);
        using var noisy = Import(shape => shape with { VanillaDecoderLayers = [0] }, new ExpertNoise(0.1));

        var expected = SmallModel.Weights(model, ExpertId.Parse("decoder.1.0"));
        Assert.All(Enumerable.Range(0, 3),
            number => Assert.Equal(expected, SmallModel.Weights(alike, new(ExpertKind.Decoder, 1, number))));
        float[][] noises =
        [
            .. Enumerable.Range(0, 3)
                .Select(number => SmallModel.Weights(noisy, new(ExpertKind.Decoder, 1, number)))
                .Select(weights => weights.Zip(expected, (noised, plain) => noised - plain).ToArray()),
        ];
        Assert.All(noises, noise => Assert.Equal(0.1, Math.Sqrt(noise.Average(value => value * value)), 0.01));
        Assert.NotEqual(noises[0], noises[1]);
        Assert.Equal(SmallModel.Weights(model, ExpertId.Parse("decoder.0.0")),
            SmallModel.Weights(noisy, ExpertId.Parse("decoder.0.0")));
    }

    [Fact]
    public void Tokenizer_files_go_along()
    {
        using var tokenizer = new TemporaryFolder();
        File.WriteAllText(tokenizer.File("vocab.json"), "{}");
        File.WriteAllText(tokenizer.File("merges.txt"), "#version: 0.2\n");
        File.WriteAllText(tokenizer.File("notes.txt"), "not a tokenizer's");

        HuggingFaceExport.Write(folder.Path, model, new int[4], tokenizer.Path);

        Assert.Equal("{}", File.ReadAllText(folder.File("vocab.json")));
        Assert.Equal("#version: 0.2\n", File.ReadAllText(folder.File("merges.txt")));
        Assert.False(File.Exists(folder.File("notes.txt")));
    }

    [Fact]
    public void Names_of_the_bare_model_and_copies_of_the_tied_table_are_understood()
    {
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        var shared = new TensorLayout("encoder.embed_tokens.weight", TensorDataType.Float32, 23, 8);
        Rewrite(
            name => name["model.".Length..],
            (shared, "model.shared.weight"),
            (new TensorLayout("lm_head.weight", TensorDataType.Float32, 23, 8), "model.shared.weight"),
            (new TensorLayout("final_logits_bias", TensorDataType.Float32, 1, 23), null));

        using var plain = Import(shape => shape with { Experts = 1 }, ExpertNoise.None);

        Assert.Equal(SmallModel.Weights(model, ExpertId.Vocabulary), SmallModel.Weights(plain, ExpertId.Vocabulary));
    }

    [Fact]
    public void Missing_misshapen_and_left_over_tensors_are_named_together()
    {
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        Rewrite(name => name switch
        {
            "model.encoder.layers.0.fc1.weight" => "model.encoder.layers.0.fc1.wait",
            "model.encoder.layers.1.fc1.weight" => "model.encoder.layers.1.fc2.weight",
            "model.encoder.layers.1.fc2.weight" => "model.encoder.layers.1.fc1.weight",
            _ => name,
        });

        var failure = Assert.Throws<WeightsException>(() => Import(shape => shape, ExpertNoise.None));

        Assert.Contains("1 missing: model.encoder.layers.0.fc1.weight;", failure.Message);
        Assert.Contains("1 left over: model.encoder.layers.0.fc1.wait.", failure.Message);
        Assert.Contains("model.encoder.layers.1.fc1.weight [8, 12] instead of [12, 8]", failure.Message);
    }

    [Fact]
    public void A_head_that_is_not_the_token_table_is_refused()
    {
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        Rewrite(name => name, (new TensorLayout("lm_head.weight", TensorDataType.Float32, 23, 8), null));

        Assert.Contains("lm_head.weight (differs",
            Assert.Throws<WeightsException>(() => Import(shape => shape, ExpertNoise.None)).Message);
    }

    [Fact]
    public void A_folder_without_weights_is_refused_with_the_names_it_could_have()
    {
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        File.Delete(folder.File("model.safetensors"));

        Assert.Contains("pytorch_model.bin",
            Assert.Throws<WeightsException>(() => Import(shape => shape, ExpertNoise.None)).Message);
    }

    private RoutedModel Import(Func<ModelShape, ModelShape> adapt, ExpertNoise noise) =>
        HuggingFaceImport.FromFolder(folder.Path, shape => adapt(shape with { Experts = 3 }), noise, seed: 2, torch.CPU);

    // Writes the folder's tensors again under other names, and more: copies of others, or zeros.
    private void Rewrite(Func<string, string> rename, params (TensorLayout Layout, string? Source)[] more)
    {
        using (var file = SafeTensorsFile.Open(folder.File("model.safetensors")))
        {
            var bytes = file.Tensors.ToDictionary(tensor => rename(tensor.Name), tensor => tensor.ToBytes());
            var layouts = file.Tensors.Select(
                tensor => new TensorLayout(rename(tensor.Name), tensor.DataType, tensor.Shape)).ToList();
            foreach (var (layout, source) in more)
            {
                layouts.Add(layout);
                bytes[layout.Name] = source is null ? new byte[layout.ByteCount] : file[source].ToBytes();
            }
            SafeTensorsFile.Write(folder.File("other.safetensors"), layouts, layout => bytes[layout.Name]);
        }
        File.Move(folder.File("other.safetensors"), folder.File("model.safetensors"), overwrite: true);
    }
}
