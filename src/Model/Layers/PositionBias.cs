using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// T5's relative positions: attention scores get a number that depends on the head and on how far the key is from the
/// query. Near distances have a bucket each; farther ones share buckets that widen with the logarithm, up to a largest
/// distance. An encoder has half of its buckets for keys behind the query; a decoder, which sees none, has all of them for
/// keys before it. All layers of a stack read one table [buckets, heads].
/// </summary>
internal static class PositionBias
{
    /// <summary>
    /// What is added to a sequence's scores [H, T, T], float32. Differentiable by the table [K, H].
    /// </summary>
    public static Tensor Square(Tensor table_KH, int length, bool isDecoder, int distanceMax)
    {
        // The number depends on key - query alone. A row of all distances, ascending and one entry longer than needed, is
        // written T times end to end; read in rows one shorter, each starts one distance earlier than the row above.
        var distances = 2 * length - 1;
        var row_HK = Gather(table_KH, 1 - length, distances + 1, isDecoder, distanceMax);
        var heads = table_KH.shape[1];
        return row_HK.repeat(1, length).narrow(1, 0, (long)length * distances).view(heads, length, distances)
            .narrow(2, length - 1, length);
    }

    /// <summary>What is added to the scores of a decoder's query at a position over the keys up to it [H, 1, position + 1].</summary>
    public static Tensor Row(Tensor table_KH, int position, int distanceMax) =>
        Gather(table_KH, -position, position + 1, isDecoder: true, distanceMax).unsqueeze(1);

    /// <summary>The bucket of a distance key - query.</summary>
    public static int Bucket(int distance, bool isDecoder, int buckets, int distanceMax)
    {
        var start = 0;
        if (isDecoder) distance = Math.Max(0, -distance);
        else
        {
            buckets /= 2;
            if (distance > 0) start = buckets;
            distance = Math.Abs(distance);
        }
        var exact = buckets / 2;
        if (distance < exact) return start + distance;
        // In float32, as in the reference: a distance may lie on the edge of a bucket.
        var share = MathF.Log((float)distance / exact) / (float)Math.Log((double)distanceMax / exact);
        return start + Math.Min(buckets - 1, exact + (int)(share * (buckets - exact)));
    }

    // The numbers of `count` distances from the first on [H, count].
    private static Tensor Gather(Tensor table_KH, int first, int count, bool isDecoder, int distanceMax)
    {
        var buckets = new long[count];
        for (var i = 0; i < count; i++) buckets[i] = Bucket(first + i, isDecoder, (int)table_KH.shape[0], distanceMax);
        return table_KH.index_select(0, torch.tensor(buckets, device: table_KH.device)).t();
    }
}
