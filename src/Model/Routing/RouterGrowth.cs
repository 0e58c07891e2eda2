using Moe.Model.Failures;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// What cloning and merging experts does to a router (decision 27). With t the temperature of softmax(z / t) where outputs
/// are mixed, and 0 where one expert is picked:
/// a clone gets its original's row, and both biases fall by t ln 2, so that the two together weigh what one did. A small
/// seeded tilt, added to one row and taken from the other, then tells them apart: half of the tasks that took the original
/// take either, and where outputs are mixed the sum of both weights changes by cosh(tilt / t) - 1, which float32 hardly
/// resolves.
/// A merge of shares 1 - p and p has the row (1 - p) a + p b and the same of the biases plus t H(p), H being the entropy of p:
/// the tangent of t log(exp(a / t) + exp(b / t)) at those shares. Merging a clone at once gives its original back.
/// </summary>
public static class RouterGrowth
{
    // The most that a task's logit moves, in temperatures: cosh(5e-4) - 1 is one unit in float32's last place.
    private const double TiltMax = 5e-4;

    /// <summary>Makes the row of an expert that was off a copy of another's.</summary>
    /// <param name="router">The router, changed in place: rows and their moments.</param>
    /// <param name="pair">The original and its clone.</param>
    /// <param name="experts">Which experts are on, the clone among them.</param>
    /// <param name="mixing">Temperature of the mix; 0 where one expert is picked.</param>
    /// <param name="stream">Names the tilt.</param>
    /// <exception cref="ConfigurationException">The network has no row for a layer's expert alone.</exception>
    public static void Clone(TaskRouter router, ExpertPair pair, ExpertMask experts, double mixing, RandomStream stream)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (from, to) = (PlaceOf(router, pair.Layer, pair.From), PlaceOf(router, pair.Layer, pair.To));
        foreach (var buffer in BuffersOf(router.Parameters))
        {
            to.Row(buffer).copy_(from.Row(buffer));
            to.Bias(buffer).copy_(from.Bias(buffer));
        }
        var weights = router.Parameters.Weights;
        var tilt = Normal(stream, from.Width).to(weights.device);
        to.Row(weights).add_(tilt);
        var (middle, farthest) = Sides(router, pair, experts);
        var scale = farthest > 0 ? TiltMax * (mixing > 0 ? mixing : 1) / farthest : 0;
        to.Row(weights).copy_(from.Row(weights)).add_(tilt, scale);
        from.Row(weights).add_(tilt, -scale);
        to.Bias(weights).sub_((mixing * Math.Log(2)) + (scale * middle));
        from.Bias(weights).sub_((mixing * Math.Log(2)) - (scale * middle));
        router.Parameters.WeightsChanged();
    }

    /// <summary>Makes the row of an expert that of two.</summary>
    /// <param name="router">The router, changed in place: rows and their moments.</param>
    /// <param name="pair">The expert that ends, and the one that goes on for both.</param>
    /// <param name="share">Share p of the one that ends, 0 to 1.</param>
    /// <param name="mixing">Temperature of the mix; 0 where one expert is picked.</param>
    /// <exception cref="ConfigurationException">The network has no row for a layer's expert alone.</exception>
    public static void Merge(TaskRouter router, ExpertPair pair, double share, double mixing)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (from, to) = (PlaceOf(router, pair.Layer, pair.From), PlaceOf(router, pair.Layer, pair.To));
        foreach (var buffer in BuffersOf(router.Parameters))
        {
            to.Row(buffer).mul_(1 - share).add_(from.Row(buffer), share);
            to.Bias(buffer).mul_(1 - share).add_(from.Bias(buffer), share);
        }
        to.Bias(router.Parameters.Weights).add_(mixing * Entropy(share));
        router.Parameters.WeightsChanged();
    }

    // With the whole tilt on the clone's row: what halves the tasks that took the original, and how far the farthest is from that.
    private static (double Middle, double Farthest) Sides(TaskRouter router, ExpertPair pair, ExpertMask experts)
    {
        double Side(float[] logits) => (double)logits[pair.To] - logits[pair.From];
        var logits = router.Logits([.. Enumerable.Range(0, router.Tasks.Names.Count)]);
        var tasks = Enumerable.Range(0, logits.Rows).Select(task => logits.Of(pair.Layer, task).ToArray()).ToArray();
        var others = experts.On(pair.Layer).Where(expert => expert != pair.To).ToArray();
        var took = tasks.Where(task => others.MaxBy(expert => task[expert]) == pair.From).Select(Side).Order().ToArray();
        var middle = took.Length < 2 ? 0 : (took[(took.Length / 2) - 1] + took[took.Length / 2]) / 2;
        return (middle, tasks.Max(task => Math.Abs(Side(task) - middle)));
    }

    private static Tensor Normal(RandomStream stream, long width)
    {
        var values = new float[width];
        for (var i = 0; i < values.Length; i++) values[i] = (float)stream.Normal((ulong)i);
        return torch.tensor(values);
    }

    private static double Entropy(double share) => -Term(share) - Term(1 - share);

    private static double Term(double share) => share > 0 ? share * Math.Log(share) : 0;

    private static IEnumerable<Tensor> BuffersOf(FlatParameters parameters) =>
        new[] { parameters.Weights, parameters.FirstMoment, parameters.SecondMoment }.OfType<Tensor>();

    private static RowPlace PlaceOf(TaskRouter router, int layer, int expert)
    {
        var row = router.Network.RowOf(layer, expert) ?? throw new ConfigurationException(
            "This router network has one row for an expert's number at all layers, so an expert of one layer can neither be cloned "
            + "nor merged. Only training.run.router.network = linear and linear_layer_specific can do it.");
        var (weight, bias) = (router.Parameters.Layout[row.Weight], router.Parameters.Layout[row.Bias]);
        return new RowPlace(weight.Offset + (row.Row * weight.Shape[1]), weight.Shape[1], bias.Offset + row.Row);
    }

    private readonly record struct RowPlace(long First, long Width, long BiasAt)
    {
        public Tensor Row(Tensor buffer) => buffer.narrow(0, First, Width);

        public Tensor Bias(Tensor buffer) => buffer.narrow(0, BiasAt, 1);
    }
}
