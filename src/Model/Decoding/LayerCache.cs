using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// What one decoder layer of one expert remembers of the tokens before: keys and values of each running hypothesis
/// [N*H, length, K], in memory for the longest answer, and those of the encoder's states [B*H, S, K], shared by the
/// hypotheses of a row. Lives in the dispose scope it was made in.
/// </summary>
internal sealed class LayerCache
{
    private readonly int heads;
    private readonly int headWidth;

    public LayerCache(LayerInference layer, Tensor memory_MD, int rows, int beams, int lengthMax)
    {
        (heads, headWidth, Rows) = (layer.Heads, layer.HeadWidth, rows);
        (CrossKeys, CrossValues) = layer.CrossKeys(memory_MD, rows);
        var (type, device) = (memory_MD.dtype, memory_MD.device);
        Keys = torch.zeros((long)rows * beams * heads, lengthMax, headWidth, dtype: type, device: device);
        Values = torch.zeros((long)rows * beams * heads, lengthMax, headWidth, dtype: type, device: device);
    }

    /// <summary>Rows of the batch, each with the same number of hypotheses.</summary>
    public int Rows { get; private set; }

    public Tensor Keys { get; private set; }

    public Tensor Values { get; private set; }

    public Tensor CrossKeys { get; private set; }

    public Tensor CrossValues { get; private set; }

    /// <summary>Stores the keys and values [N, H, K] of a position.</summary>
    public void Append(Tensor keys_NHK, Tensor values_NHK, int position)
    {
        ByHypothesis(Keys).select(2, position).copy_(keys_NHK);
        ByHypothesis(Values).select(2, position).copy_(values_NHK);
    }

    /// <summary>Hypothesis i goes on from what hypothesis order[i] remembers, which is of the same row.</summary>
    public void Reorder(Tensor order_N, int length)
    {
        foreach (var all in new[] { ByHypothesis(Keys), ByHypothesis(Values) })
        {
            var used = all.narrow(2, 0, length);
            used.copy_(used.index_select(0, order_N));
        }
    }

    /// <summary>Drops all rows but some; for one hypothesis a row.</summary>
    public void Keep(Tensor rows_N)
    {
        Rows = (int)rows_N.shape[0];
        Keys = Kept(Keys, rows_N);
        Values = Kept(Values, rows_N);
        CrossKeys = Kept(CrossKeys, rows_N);
        CrossValues = Kept(CrossValues, rows_N);
    }

    private Tensor Kept(Tensor all, Tensor rows_N)
    {
        using (all)
        {
            return ByHypothesis(all).index_select(0, rows_N).view(-1, all.shape[1], headWidth)
                .MoveToOuterDisposeScope();
        }
    }

    private Tensor ByHypothesis(Tensor all) => all.view(-1, heads, all.shape[1], headWidth);
}
