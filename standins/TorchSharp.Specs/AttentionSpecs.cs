using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Specs;

/// <summary>Attention against its formula in plain loops.</summary>
public class AttentionSpecs : InScope
{
    private const int Queries = 3, Keys = 4, Width = 8;
    private readonly Tensor query = Random(1, 2, 2, Queries, Width);
    private readonly Tensor key = Random(2, 2, 2, Keys, Width);
    private readonly Tensor value = Random(3, 2, 2, Keys, Width);

    [Fact]
    public void Looks_at_all_keys_without_a_mask() =>
        Equal(Plain((_, _) => 0), functional.scaled_dot_product_attention(query, key, value));

    [Fact]
    public void Looks_back_only_when_causal() =>
        Equal(
            Plain((row, column) => column <= row ? 0 : double.NegativeInfinity),
            functional.scaled_dot_product_attention(query, key, value, is_casual: true));

    [Fact]
    public void Looks_where_a_boolean_mask_is_true()
    {
        var mask = tensor(new[,]
        {
            { true, false, true, true },
            { false, true, true, false },
            { true, true, true, true },
        });
        var seen = mask.data<bool>().ToArray();
        Equal(
            Plain((row, column) => seen[row * Keys + column] ? 0 : double.NegativeInfinity),
            functional.scaled_dot_product_attention(query, key, value, mask));
    }

    [Fact]
    public void Adds_a_mask_of_numbers()
    {
        var mask = Random(4, Queries, Keys);
        var added = Of(mask);
        Equal(
            Plain((row, column) => added[row * Keys + column]),
            functional.scaled_dot_product_attention(query, key, value, mask));
    }

    [Fact]
    public void Broadcasts_a_mask_over_heads()
    {
        var mask = tensor(new[] { true, true, false, false }).view(1, 1, 1, Keys);
        Equal(
            Plain((_, column) => column < 2 ? 0 : double.NegativeInfinity),
            functional.scaled_dot_product_attention(query, key, value, mask));
    }

    [Fact]
    public void Gives_gradients_to_query_key_and_value()
    {
        query.requires_grad_();
        key.requires_grad_();
        value.requires_grad_();
        var attended = functional.scaled_dot_product_attention(query, key, value);
        autograd.backward(attended, ones_like(attended));
        // The rows of softmax sum to 1, so the gradients of the values do too, over queries.
        Equal([.. Enumerable.Repeat((double)Queries, 2 * 2 * Width)], value.grad!.sum(2));
        Assert.Equal(query.shape, query.grad!.shape);
        Assert.Equal(key.shape, key.grad!.shape);
    }

    private double[] Plain(Func<int, int, double> mask)
    {
        var (q, k, v) = (Of(query), Of(key), Of(value));
        var output = new double[2 * 2 * Queries * Width];
        for (var head = 0; head < 4; head++)
            for (var row = 0; row < Queries; row++)
            {
                var weights = new double[Keys];
                for (var column = 0; column < Keys; column++)
                {
                    var score = Product(q, head * Queries + row, k, head * Keys + column);
                    weights[column] = Math.Exp(score + mask(row, column));
                }
                for (var column = 0; column < Keys; column++)
                    for (var place = 0; place < Width; place++)
                        output[(head * Queries + row) * Width + place] +=
                            weights[column] / weights.Sum() * v[(head * Keys + column) * Width + place];
            }
        return output;
    }

    private static double Product(double[] left, int leftRow, double[] right, int rightRow)
    {
        var sum = 0.0;
        for (var place = 0; place < Width; place++)
            sum += left[leftRow * Width + place] * right[rightRow * Width + place];
        return sum / Math.Sqrt(Width);
    }
}
