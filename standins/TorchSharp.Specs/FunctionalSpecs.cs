using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Specs;

public class FunctionalSpecs : InScope
{
    [Fact]
    public void Applies_a_linear_layer()
    {
        var (input, weight, bias) = (Random(1, 2, 3, 4), Random(2, 5, 4), Random(3, 5));
        Equal(input.matmul(weight.t()), functional.linear(input, weight));
        Equal(input.matmul(weight.t()) + bias, functional.linear(input, weight, bias));
    }

    [Fact]
    public void Applies_activations_as_the_tensor_does()
    {
        var x = Random(1, 7);
        Equal(x.gelu(), functional.gelu(x));
        Equal(x.relu(), functional.relu(x));
        Equal(x.silu(), functional.silu(x));
        Equal(x.tanh(), functional.tanh(x));
        Equal(x.sigmoid(), functional.sigmoid(x));
        Equal(x.log_sigmoid(), functional.logsigmoid(x));
        Equal(x.softplus(), functional.softplus(x));
        Equal(x.softmax(0), functional.softmax(x, 0));
        Equal(x.log_softmax(0), functional.log_softmax(x, 0));
    }

    [Fact]
    public void Applies_activations_in_place_on_request()
    {
        var original = Random(1, 7);
        foreach (var activation in (Func<Tensor, bool, Tensor>[])
            [functional.gelu, (x, b) => functional.relu(x, b), functional.sigmoid, (x, b) => functional.tanh(x, b),
                (x, b) => functional.silu(x, b)])
        {
            var x = original.clone();
            var expected = activation(x, false);
            Equal(original, x);
            Equal(expected, activation(x, true));
            Equal(expected, x);
        }
    }

    [Fact]
    public void Normalises_layers()
    {
        var x = Random(1, 2, 5);
        var (weight, bias) = (Random(2, 5), Random(3, 5));
        var mean = x.mean([1], keepdim: true);
        var variance = (x - mean).square().mean([1], keepdim: true);
        var expected = (x - mean) / (variance + 1e-5).sqrt();
        Equal(expected, functional.layer_norm(x, [5]), 1e-4);
        Equal(expected * weight + bias, functional.layer_norm(x, [5], weight, bias), 1e-4);
        var wide = (x - mean) / (variance + 0.1).sqrt();
        Equal(wide, functional.layer_norm(x, [5], eps: 0.1), 1e-4);
    }

    [Fact]
    public void Marks_classes()
    {
        Shaped([2, 3], [0, 1, 0, 0, 0, 1], functional.one_hot(Long(1, 2)));
        Shaped([1, 4], [0, 1, 0, 0], functional.one_hot(Long(1), 4));
        Assert.Throws<ArgumentException>(() => functional.one_hot(Float(1)));
    }

    [Fact]
    public void Drops_out_about_as_many_as_asked_and_scales_the_rest()
    {
        var x = ones(100_000);
        var dropped = functional.dropout(x, 0.25);
        Assert.InRange(dropped.eq(0).sum().ToInt64(), 24_000, 26_000);
        Equal([4.0 / 3], dropped.max());
        Equal(x, functional.dropout(x, 0.25, training: false));
        functional.dropout(x, 0.25, inplace: true);
        Assert.InRange(x.eq(0).sum().ToInt64(), 24_000, 26_000);
    }

    [Fact]
    public void Measures_cross_entropy()
    {
        var (logits, target) = (Random(1, 4, 3), Long(0, 2, -100, 1));
        var logs = Of(logits.log_softmax(1));
        double[] single = [-logs[0], -logs[5], 0, -logs[10]];
        Equal(single, functional.cross_entropy(logits, target, reduction: Reduction.None));
        Equal([single.Sum()], functional.cross_entropy(logits, target, reduction: Reduction.Sum));
        Equal([single.Sum() / 3], functional.cross_entropy(logits, target));
        Equal([-logs[0]], functional.cross_entropy(logits[..1], target[..1], ignore_index: 2));
        var smooth = 0.9 * -logs[0] - 0.1 / 3 * (logs[0] + logs[1] + logs[2]);
        Equal([smooth], functional.cross_entropy(logits[..1], target[..1], label_smoothing: 0.1));
        var weighted = (-logs[0] * 1 + -logs[5] * 3) / 4;
        Equal([weighted], functional.cross_entropy(logits[..2], target[..2], Float(1, 2, 3)));
    }

    [Fact]
    public void Measures_other_losses()
    {
        var logs = Random(1, 2, 3).log_softmax(1);
        var plain = Of(logs);
        Equal([-(plain[1] + plain[3]) / 2], functional.nll_loss(logs, Long(1, 0)));
        Equal([-(plain[1] + plain[3])], functional.nll_loss(logs, Long(1, 0), reduction: Reduction.Sum));
        Equal([2.5], functional.mse_loss(Float(1, 2), Float(3, 1)));
        Equal([4, 1], functional.mse_loss(Float(1, 2), Float(3, 1), Reduction.None));
        var (p, q) = (Float(0.5f, 0.5f), Float(0.25f, 0.75f));
        var divergence = 0.5 * Math.Log(2) + 0.5 * Math.Log(2 / 3.0);
        Equal([divergence], functional.kl_div(q.log(), p, log_target: false, Reduction.Sum));
        Equal([divergence], functional.kl_div(q.log(), p.log(), reduction: Reduction.Sum));
    }

    [Fact]
    public void Pads()
    {
        Shaped([4], [0, 1, 2, 0], functional.pad(Float(1, 2), 1));
        Shaped([5], [9, 1, 2, 9, 9], functional.pad(Float(1, 2), (1, 2), value: 9));
        Shaped([2, 2], [1, 2, 0, 0], functional.pad(Float(1, 2).unsqueeze(0), (0, 0, 0, 1)));
        Shaped([3], [0, 1, 2], functional.pad(Float(1, 2), [1L, 0L]));
        Shaped([3], [0, 1, 2], functional.pad(Float(1, 2), new long[] { 1, 0 }));
        Shaped([1, 4], [2, 1, 2, 1], functional.pad(Float(1, 2).unsqueeze(0), (1, 1), PaddingModes.Reflect));
        Shaped([1, 4], [1, 1, 2, 2], functional.pad(Float(1, 2).unsqueeze(0), (1, 1), PaddingModes.Replicate));
    }
}
