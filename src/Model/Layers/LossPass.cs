using System.Runtime.InteropServices;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// The decoder's last norm, where it has one, the output head and the label-smoothed loss of one micro-batch (paper notes
/// 3.1): with smoothing e over V tokens, the sum over label positions that are not padding of
/// (1 - e) (-log p(y)) + (e / V) sum_v (-log p(v)). A sum, not a mean. Its gradient by the logits is known in closed form,
/// softmax - e/V - (1 - e) onehot(y), so no graph is kept, and padding positions are left out of every product.
/// </summary>
public sealed class LossPass : IDisposable
{
    private readonly VocabularyLayer vocabulary;
    private readonly TensorBag bag = new();
    private readonly FinalNormPass? final;
    private readonly Tensor states_MD;
    private readonly Tensor logitGradient_MV;
    private readonly Tensor? rows_M;
    private readonly long[] shape_BUD;

    internal LossPass(
        VocabularyLayer vocabulary, Tensor hidden_BUD, ReadOnlyMemory<long> labels, double smoothing, PassSettings settings)
    {
        this.vocabulary = vocabulary;
        shape_BUD = hidden_BUD.shape;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var (width, size, device) = (vocabulary.Shape.Width, vocabulary.Shape.VocabularySize, hidden_BUD.device);
        var kept = Kept(labels.Span, vocabulary.Shape.PadId);
        var states = hidden_BUD.reshape(-1, width);
        if (kept.Length < labels.Length)
        {
            rows_M = bag.Keep(torch.tensor(Array.ConvertAll(kept, i => (long)i), device: device));
            states = states.index_select(0, rows_M);
        }
        if (vocabulary.Names.FinalNorm(ExpertKind.Decoder) is not null)
            final = new FinalNormPass(vocabulary, ExpertKind.Decoder, states, settings);
        states_MD = bag.Keep((final?.Output ?? states).detach());
        var gold_M1 = torch.tensor(Array.ConvertAll(kept, i => labels.Span[i]), device: device).unsqueeze(1);
        var logp_MV = vocabulary.Head(states_MD).to_type(ScalarType.Float32).log_softmax(-1);
        var loss_M = logp_MV.gather(1, gold_M1).squeeze(1).mul_(-(1 - smoothing))
            .sub_(logp_MV.sum(1).mul_(smoothing / size));
        (RowLoss, RowTokens) = ByRow(loss_M, kept, (int)shape_BUD[0], (int)shape_BUD[1]);
        Loss = RowLoss.Sum();
        Tokens = kept.Length;
        var picked = torch.full_like(gold_M1, -(1 - smoothing), dtype: ScalarType.Float32);
        logitGradient_MV = bag.Keep(logp_MV.exp_().sub_(smoothing / size).scatter_add_(1, gold_M1, picked).to_type(hidden_BUD.dtype));
    }

    /// <summary>The loss, summed over the label tokens of the micro-batch.</summary>
    public double Loss { get; }

    /// <summary>Label tokens that are not padding.</summary>
    public int Tokens { get; }

    /// <summary>The loss of each row, summed over its tokens [B].</summary>
    public double[] RowLoss { get; }

    /// <summary>Label tokens of each row [B].</summary>
    public int[] RowTokens { get; }

    /// <summary>The gradient of the loss by the decoder's states [B, U, D]. The caller owns it.</summary>
    public Tensor Backward()
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var gradient_MD = logitGradient_MV.mm(vocabulary.Parameters.Weight(vocabulary.Names.Head));
        if (vocabulary.HeadScale != 1) gradient_MD.mul_(vocabulary.HeadScale);
        if (final is not null) gradient_MD = final.Backward(gradient_MD);
        if (rows_M is null) return gradient_MD.view(shape_BUD).MoveToOuterDisposeScope();
        return torch.zeros(shape_BUD[0] * shape_BUD[1], shape_BUD[2], dtype: gradient_MD.dtype, device: gradient_MD.device)
            .index_copy_(0, rows_M, gradient_MD).view(shape_BUD).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the head's gradient to its table; the first of a step overwrites it and clears the other parameters.</summary>
    public void AddWeightGradients(bool overwrite)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var parameters = vocabulary.Parameters;
        var table = parameters.Gradient(vocabulary.Names.Head);
        if (overwrite)
        {
            var slot = parameters.Layout[vocabulary.Names.Head];
            parameters.Gradients.narrow(0, slot.Offset + slot.Count, parameters.Layout.Count - slot.Offset - slot.Count).zero_();
        }
        var scale = vocabulary.HeadScale;
        if (logitGradient_MV.dtype == ScalarType.Float32) table.addmm_(logitGradient_MV.t(), states_MD, overwrite ? 0 : 1, (float)scale);
        else LinearMap.AddTo(table, logitGradient_MV.t().mm(states_MD).mul_(scale), overwrite);
        final?.AddWeightGradients();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        final?.Dispose();
        bag.Dispose();
    }

    private static int[] Kept(ReadOnlySpan<long> labels, int pad)
    {
        var kept = new List<int>(labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] != pad) kept.Add(i);
        }
        return [.. kept];
    }

    private static (double[] Loss, int[] Tokens) ByRow(Tensor loss_M, int[] kept, int rows, int columns)
    {
        var values = MemoryMarshal.Cast<byte, float>(loss_M.cpu().contiguous().bytes);
        var (loss, tokens) = (new double[rows], new int[rows]);
        for (var i = 0; i < kept.Length; i++)
        {
            loss[kept[i] / columns] += values[i];
            tokens[kept[i] / columns]++;
        }
        return (loss, tokens);
    }
}
