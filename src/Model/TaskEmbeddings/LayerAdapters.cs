using Moe.Model.Initialization;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using static TorchSharp.torch;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// A narrow bottleneck behind every layer of a frozen model: h + Up gelu(Down h + a) + b (paper notes 2.3). Its parameters are
/// few and alike for every task, so that their Fisher information describes the task. Unlike the authors', whose units all start
/// equal and stay so, Down is drawn at random; Up is small, so that the model starts as it was (decision 21).
/// </summary>
public sealed class LayerAdapters : IDisposable
{
    private const double UpDeviation = 1e-3;
    private const string Down = "down.weight", Up = "up.weight", DownBias = "down.bias", UpBias = "up.bias";

    /// <summary>Adapters of one width; all tasks get the same start from the same seed.</summary>
    public LayerAdapters(ModelShape shape, int width, ulong seed, Device device)
    {
        var rows = Enumerable.Range(0, shape.Layers).ToArray();
        Parameters = new FlatParameters(new ParameterLayout([
            .. rows.SelectMany(row => new (string, long[], bool)[]
            {
                (Name(row, Down), [width, shape.Width], true), (Name(row, Up), [shape.Width, width], true),
            }),
            .. rows.SelectMany(row => new (string, long[], bool)[]
            {
                (Name(row, DownBias), [width], false), (Name(row, UpBias), [shape.Width], false),
            }),
        ]), device);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var slot in Parameters.Layout.Slots.Where(slot => slot.Decays))
        {
            var stream = RandomStream.For(seed, 0, 0, "adapters", slot.Name);
            if (slot.Name.EndsWith(Down, StringComparison.Ordinal)) WeightFill.Xavier(Parameters, slot, stream);
            else WeightFill.Normal(Parameters, slot, stream, UpDeviation);
        }
    }

    /// <summary>All adapters' parameters; the matrices come first.</summary>
    public FlatParameters Parameters { get; }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>One micro-batch's way through the adapters.</summary>
    internal sealed class Pass(LayerAdapters adapters) : IDisposable
    {
        private static readonly string[] Trained = [Down, DownBias, Up, UpBias];
        private readonly Dictionary<int, Segment> segments = [];
        private readonly TensorBag bag = new();

        public Tensor Forward(int row, Tensor hidden_BTD)
        {
            var parameters = Trained.Select(name => adapters.Parameters.Weight(Name(row, name))).ToArray();
            segments[row] = Segment.Run(bag, t =>
            {
                var narrow = nn.functional.gelu(t[0].matmul(t[1].t()).add(t[2]));
                return t[0].add(narrow.matmul(t[3].t()).add(t[4]));
            }, [hidden_BTD, .. parameters]);
            return segments[row].Output;
        }

        /// <summary>The gradient of the layer's output; the adapter's own is added to its buffer.</summary>
        public Tensor Backward(int row, Tensor gradient_BTD)
        {
            var gradients = segments[row].Backward(gradient_BTD);
            for (var i = 0; i < Trained.Length; i++) adapters.Parameters.Gradient(Name(row, Trained[i])).add_(gradients[i + 1]);
            return gradients[0];
        }

        public void Dispose() => bag.Dispose();
    }

    private static string Name(int row, string part) => $"adapter.{row}.{part}";
}
