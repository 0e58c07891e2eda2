using System.Text.Json;
using Moe.Model;
using Moe.Model.Import;
using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Model.Weights;
using TorchSharp;

namespace Moe.Numerics.Specs;

/// <summary>One golden file as a model, its router network, and its inputs. Every size comes from the file.</summary>
internal sealed class GoldenModel : IDisposable
{
    private const string Weight = "weight/";
    private const string TaskTable = "task_embedding";

    private readonly SafeTensorsFile file;
    private readonly JsonElement config;

    private GoldenModel(string name)
    {
        file = GoldenFiles.Open(name);
        config = JsonDocument.Parse(file.Metadata["config"]).RootElement;
        Name = name;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The routed model; only after <see cref="Routed"/> or <see cref="Plain"/>.</summary>
    public RoutedModel Model { get; private set; } = null!;

    /// <summary>The router network's parameters.</summary>
    public FlatParameters Router { get; private set; } = null!;

    /// <summary>The router network the file's configuration names.</summary>
    public IRouterNetwork Network { get; private set; } = null!;

    /// <summary>A tensor of the file.</summary>
    public TensorRecord this[string name] => file[name];

    /// <summary>Whether the file has a tensor of a name.</summary>
    public bool Has(string name) => file.Tensors.Any(tensor => tensor.Name == name);

    /// <summary>
    /// A parameter of the routed model by its name in the file: its owner's buffers and its name there.
    /// </summary>
    public (FlatParameters Owner, string Name) Parameter(string fullName)
    {
        foreach (var (expert, parameters) in Model.Parameters)
        {
            foreach (var slot in parameters.Layout.Slots)
            {
                if (HuggingFaceNames.Routed(Model.Shape, expert, slot.Name) == fullName)
                    return (parameters, slot.Name);
            }
        }
        throw new ArgumentException($"{Name}: no parameter of the model is called {fullName}.");
    }

    /// <summary>All tensors whose names begin so, by the rest of the name.</summary>
    public IEnumerable<(string Name, TensorRecord Tensor)> Under(string prefix) =>
        file.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => (tensor.Name[prefix.Length..], tensor));

    /// <summary>A file with a routed model and its router network.</summary>
    public static GoldenModel Routed(
        string name, string prefix = Weight, torch.ScalarType computeType = torch.ScalarType.Float32)
    {
        var golden = new GoldenModel(name);
        var tensors = golden.Weights(prefix);
        golden.Model = new RoutedModel(
            RoutedModelFile.ShapeOf(golden.Configuration(), name, tensors), torch.CPU, computeType);
        golden.OpenRouter(golden.Model.Shape.Layers);
        RoutedModelFile.Load(golden.Model, golden.Router, name, tensors);
        return golden;
    }

    /// <summary>A file with a plain BART or T5, as a routed model whose experts are all alike.</summary>
    public static GoldenModel Plain(
        string name, int experts = 1, torch.ScalarType computeType = torch.ScalarType.Float32)
    {
        var golden = new GoldenModel(name);
        golden.Model = new RoutedModel(
            HuggingFaceShapes.Of(golden.Configuration(), name) with { Experts = experts }, torch.CPU, computeType);
        HuggingFaceImport.Load(golden.Model, name, golden.Weights(Weight), ExpertNoise.None, seed: 0);
        return golden;
    }

    /// <summary>A file with a router network alone, whose parameter names lack "router.".</summary>
    public static GoldenModel RouterOnly(string name)
    {
        var golden = new GoldenModel(name);
        golden.OpenRouter(golden.Integer("encoder_layers") + golden.Integer("decoder_layers"));
        foreach (var (parameter, tensor) in golden.Under(Weight))
        {
            using var values = torch.tensor(tensor.ToSingles(), tensor.Shape);
            golden.Router.Load("router." + parameter, values);
        }
        return golden;
    }

    /// <summary>A whole number of the configuration.</summary>
    public int Integer(string key) => config.GetProperty(key).GetInt32();

    /// <summary>A number of the configuration.</summary>
    public double Number(string key) => config.GetProperty(key).GetDouble();

    /// <summary>A text of the configuration.</summary>
    public string Text(string key) => config.GetProperty(key).GetString()!;

    /// <summary>A tensor of the file as a tensor, float32 or int64.</summary>
    public torch.Tensor Tensor(string name) => file[name] is { DataType: TensorDataType.Int64 } ids
        ? torch.tensor(ids.ToIntegers(), ids.Shape)
        : torch.tensor(file[name].ToSingles(), file[name].Shape);

    /// <summary>Ids [B, T] of the file, every id that is not padding being kept unless there is a mask.</summary>
    public PaddedTokens Tokens(string ids, string? mask = null)
    {
        var values = file[ids].ToIntegers();
        var keep = mask is null
            ? Array.ConvertAll(values, id => id == Model.Shape.PadId ? 0L : 1L)
            : file[mask].ToIntegers();
        return new PaddedTokens((int)file[ids].Shape[0], (int)file[ids].Shape[1], values, keep);
    }

    /// <summary>Numbers of an encoder and a decoder tensor [L, ...] one after the other.</summary>
    public float[] BothStacks(string encoder, string decoder) =>
        [.. file[encoder].ToSingles(), .. file[decoder].ToSingles()];

    /// <inheritdoc/>
    public void Dispose()
    {
        Model?.Dispose();
        Router?.Dispose();
        file.Dispose();
    }

    private HuggingFaceConfig Configuration() => HuggingFaceConfig.Parse(file.Metadata["config"], Name);

    private TensorRecord[] Weights(string prefix) =>
    [
        .. Under(prefix).Where(one => one.Name != TaskTable).Select(one => new TensorRecord(
            Name, new TensorLayout(one.Name, one.Tensor.DataType, one.Tensor.Shape),
            destination => one.Tensor.CopyTo(destination))),
    ];

    private void OpenRouter(int layers)
    {
        Network = RouterNetworks.Create(
            Text("router_nn_type"), Integer("router_input_dim"), Integer("router_hidden_dim"), layers,
            Integer("router_block_num"));
        Router = new FlatParameters(Network.Layout, torch.CPU);
    }
}
