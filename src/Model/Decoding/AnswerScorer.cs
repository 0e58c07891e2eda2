using System.Runtime.InteropServices;
using Moe.Model.Layers;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// How likely a model finds given answers along one task's route: for choosing among options by rank
/// (paper notes 4.5).
/// </summary>
public sealed class AnswerScorer(RoutedModel model)
{
    // Bounds the block of log-probabilities held at a time.
    private const int ScoresMax = 1 << 24;

    /// <summary>
    /// The sum of log p over the tokens of each answer [B], the decoder reading the start id first. Row i answers
    /// input i.
    /// </summary>
    public double[] LogLikelihoods(
        Route route, ComputationMode mode, PaddedTokens inputs, PaddedTokens answers, int startId)
    {
        if (inputs.Rows != answers.Rows)
            throw new ArgumentException(
                $"{inputs.Rows} inputs and {answers.Rows} answers: expected one answer for each input.");
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var path = new ModelPath(model, route, mode);
        var states_ND = Decode(path, inputs, answers, startId);
        var logLikelihoods = new double[answers.Rows];
        var kept = Enumerable.Range(0, answers.Ids.Length).Where(i => answers.Mask[i] != 0);
        foreach (var places in kept.Chunk(Math.Max(1, ScoresMax / model.Shape.VocabularySize)))
        {
            var logps = Score(states_ND, places, answers);
            for (var i = 0; i < places.Length; i++) logLikelihoods[places[i] / answers.Columns] += logps[i];
        }
        return logLikelihoods;
    }

    private Tensor Decode(ModelPath path, PaddedTokens inputs, PaddedTokens answers, int startId)
    {
        using var scope = torch.NewDisposeScope();
        var memory = PathEncoder.Run(path, inputs);
        var (device, type, heads) = (memory.device, memory.dtype, model.Shape.DecoderHeads);
        var read = new long[answers.Ids.Length];
        for (var i = 0; i < read.Length; i++) read[i] = i % answers.Columns == 0 ? startId : answers.Ids[i - 1];
        var hidden = PathEncoder.Embed(path, ExpertKind.Decoder, torch.tensor(read, device: device), answers.Columns, 0);
        var selfMask = PathEncoder.WithBias(path, ExpertKind.Decoder, inputs.Rows, answers.Columns,
            PaddingMask.Causal(answers.Columns, device, type));
        var crossMask = PathEncoder.MaskOf(inputs).Additive(heads, device, type);
        foreach (var experts in path.Decoder)
            hidden = PathEncoder.Mix(experts, expert => expert.Run(hidden, inputs.Rows, selfMask, memory, crossMask));
        return hidden.MoveToOuterDisposeScope();
    }

    private float[] Score(Tensor states_ND, int[] places, PaddedTokens answers)
    {
        using var scope = torch.NewDisposeScope();
        var index = torch.tensor(Array.ConvertAll(places, i => (long)i), device: states_ND.device);
        var gold = torch.tensor(Array.ConvertAll(places, i => answers.Ids[i]), device: states_ND.device).unsqueeze(1);
        var logp = model.Vocabulary.Logits(states_ND.index_select(0, index)).to_type(ScalarType.Float32)
            .log_softmax(-1);
        return MemoryMarshal.Cast<byte, float>(logp.gather(1, gold).squeeze(1).cpu().contiguous().bytes).ToArray();
    }
}
