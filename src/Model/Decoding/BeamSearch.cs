using System.Runtime.InteropServices;
using Moe.Model.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// Beam search with Hugging Face's rules (paper notes 4.1): each step takes the best 2 x beams continuations of a row;
/// an end among the best `beams` of them finishes a hypothesis, the first `beams` others run on; hypotheses that still
/// run at the greatest length are finished as they are.
/// </summary>
internal sealed class BeamSearch(ModelPath path, PaddedTokens inputs, GenerationSettings settings)
{
    // Beams but the first start hopeless, so that the first step's candidates all come from one.
    private const float Hopeless = -1e9f;

    private readonly PathDecoder decoder = new(path, inputs, settings.Beams, settings.MaxLength);
    private readonly TokenRules rules = new(settings);
    private readonly int beams = settings.Beams;
    private readonly FinishedHypotheses[] finished = new FinishedHypotheses[inputs.Rows];
    private int[][] running = [];
    private float[] sums = [];

    public int[][] Run()
    {
        Start();
        // A forced end adds nothing to a sum, so what runs then is finished as it is, like what runs at the greatest
        // length.
        var lengthMax = settings.ForceEnd ? settings.MaxLength - 1 : settings.MaxLength;
        for (var length = 1; length < lengthMax && !finished.All(row => row.IsDone); length++) Advance(length);
        FinishRunning();
        return Answers();
    }

    private void Start()
    {
        running = new int[inputs.Rows * beams][];
        sums = new float[running.Length];
        for (var i = 0; i < running.Length; i++)
        {
            running[i] = [settings.StartId];
            sums[i] = i % beams == 0 ? 0 : Hopeless;
        }
        for (var row = 0; row < finished.Length; row++) finished[row] = new FinishedHypotheses(settings);
    }

    private void Advance(int length)
    {
        var (scores, places) = Candidates(length);
        var order = new int[running.Length];
        var (next, nextSums) = (new int[running.Length][], new float[running.Length]);
        var size = path.Model.Shape.VocabularySize;
        for (var row = 0; row < finished.Length; row++)
        {
            var (first, filled) = (row * beams, 0);
            for (var rank = 0; !finished[row].IsDone && rank < 2 * beams && filled < beams; rank++)
            {
                var (score, place) = (scores[2 * first + rank], places[2 * first + rank]);
                var (from, id) = (first + (int)(place / size), (int)(place % size));
                if (id != settings.EndId)
                {
                    order[first + filled] = from;
                    next[first + filled] = [.. running[from], id];
                    nextSums[first + filled++] = score;
                }
                else if (rank < beams) finished[row].Add(running[from], score);
            }
            // A row that is done rides along unread until the whole batch is.
            for (; filled < beams; filled++)
            {
                order[first + filled] = first + filled;
                next[first + filled] = [.. running[first + filled], settings.EndId];
            }
            if (!finished[row].IsDone) finished[row].Check(scores[2 * first], length);
        }
        if (!order.AsSpan().SequenceEqual(Enumerable.Range(0, order.Length).ToArray())) decoder.Reorder(order, length);
        (running, sums) = (next, nextSums);
    }

    // The best 2 x beams continuations of every row: sums of log-probabilities and places beam * V + id.
    private (float[] Scores, long[] Places) Candidates(int length)
    {
        using var scope = torch.NewDisposeScope();
        var device = path.Model.Parameters[ExpertId.Vocabulary].Device;
        var states = decoder.Step(
            torch.tensor(Array.ConvertAll(running, ids => (long)ids[^1]), device: device), length - 1);
        var logp_NV = Scored(states, rules.ForcedAt(length));
        var total = logp_NV.add_(torch.tensor(sums, device: device).unsqueeze(1)).view(finished.Length, -1);
        var (values, indices) = total.topk(2 * beams, -1, true, true);
        return (MemoryMarshal.Cast<byte, float>(values.cpu().contiguous().bytes).ToArray(),
            MemoryMarshal.Cast<byte, long>(indices.cpu().contiguous().bytes).ToArray());
    }

    private Tensor Scored(Tensor states, int? forced)
    {
        if (forced is { } id)
        {
            var only = torch.full(running.Length, path.Model.Shape.VocabularySize, double.NegativeInfinity,
                dtype: ScalarType.Float32, device: states.device);
            only.select(1, id).zero_();
            return only;
        }
        var logp_NV = decoder.Logits(states).log_softmax(-1);
        rules.Apply(logp_NV, running);
        return logp_NV;
    }

    private void FinishRunning()
    {
        for (var row = 0; row < finished.Length; row++)
        {
            if (finished[row].IsDone) continue;
            for (var i = row * beams; i < (row + 1) * beams; i++) finished[row].Add(running[i], sums[i]);
        }
    }

    private int[][] Answers() => Array.ConvertAll(finished, row =>
    {
        var best = row.Best();
        return best.Length < settings.MaxLength ? [.. best, settings.EndId] : best;
    });
}
