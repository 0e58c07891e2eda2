using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Moe.Model.Decoding;

/// <summary>
/// softmax(scale q k^T + mask) v for groups of queries: G = rows times heads. Whole sequences are batched
/// products. One query a group, which is what generation asks thousands of times, is written out for the processor:
/// there a batched product of single rows costs a call for each group.
/// </summary>
internal static class InferenceAttention
{
    private const int FewQueries = 8, StackFloatsMax = 1024;

    /// <summary>query [G, Q, K], keys and values [G, S, K], additive mask [G or 1, 1 or Q, S] -> [G, Q, K].</summary>
    public static Tensor Full(Tensor query, Tensor keys, Tensor values, Tensor? mask, float scale)
    {
        var transposed = keys.transpose(1, 2);
        var scores = query.mul(scale).bmm(transposed);
        if (mask is not null) scores = scores.add_(mask);
        return scores.softmax(-1).bmm(values);
    }

    /// <summary>
    /// The same over the first <paramref name="length"/> keys and values of a cache [G, length or more, K], with a
    /// mask [G, 1, length].
    /// </summary>
    public static Tensor Cached(Tensor query, Tensor keys, Tensor values, int length, Tensor? mask, float scale)
    {
        var few = query.shape[1] <= FewQueries && query.device_type == DeviceType.CPU
            && query.dtype == ScalarType.Float32;
        return few
            ? OnProcessor(query.contiguous(), keys.contiguous(), values.contiguous(), length, mask?.contiguous(), scale)
            : Full(query, keys.narrow(1, 0, length), values.narrow(1, 0, length), mask, scale);
    }

    private static Tensor OnProcessor(Tensor query, Tensor keys, Tensor values, int length, Tensor? mask, float scale)
    {
        var (queries, width) = ((int)query.shape[1], (int)query.shape[2]);
        var stride = (int)keys.shape[1] * width;
        var output = torch.empty(query.shape, dtype: ScalarType.Float32);
        var allQueries = Floats(query);
        var allKeys = Floats(keys);
        var allValues = Floats(values);
        var allOutputs = Floats(output);
        var added = mask is null ? default : Floats(mask);
        Span<float> weights = length <= StackFloatsMax ? stackalloc float[length] : new float[length];
        for (var i = 0; i < (int)query.shape[0] * queries; i++)
        {
            var group = i / queries;
            Weigh(allQueries.Slice(i * width, width), allKeys.Slice(group * stride, length * width),
                added.IsEmpty ? default : added.Slice(group * length, length), weights, scale);
            Sum(weights, allValues.Slice(group * stride, length * width), allOutputs.Slice(i * width, width));
        }
        return output;
    }

    private static void Weigh(
        ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> added, Span<float> weights, float scale)
    {
        for (var t = 0; t < weights.Length; t++)
            weights[t] = TensorPrimitives.Dot(query, keys.Slice(t * query.Length, query.Length)) * scale;
        if (!added.IsEmpty) TensorPrimitives.Add(weights, added, weights);
        // The largest is taken off first: exp of a score may overflow.
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
        TensorPrimitives.SoftMax<float>(weights, weights);
    }

    private static void Sum(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, Span<float> sum)
    {
        sum.Clear();
        for (var t = 0; t < weights.Length; t++)
            TensorPrimitives.MultiplyAdd(values.Slice(t * sum.Length, sum.Length), weights[t], sum, sum);
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
