using Moe.Curriculum.Batches;
using Moe.Model;
using Moe.Model.Randomness;

namespace Moe.Curriculum.Adaptation;

/// <summary>
/// Batches of one task's few rows: every epoch has its own order, its last batch may be short, and one of several answers is drawn
/// (paper notes 3.3).
/// </summary>
internal sealed class RowBatches(TokenizedTask data, ModelShape shape, ulong seed)
{
    private const string Owner = "adaptation";

    /// <summary>The batch of a step.</summary>
    public TokenBatch At(int step, int batchRows)
    {
        var perEpoch = (data.Count + batchRows - 1) / batchRows;
        var epoch = step / perEpoch;
        var order = Enumerable.Range(0, data.Count).ToArray();
        RandomStream.For(seed, epoch, 0, Owner, "order").Shuffle(order.AsSpan());
        var answers = RandomStream.For(seed, epoch, 0, Owner, "answer");
        return Of(
            order.Skip(step % perEpoch * batchRows).Take(batchRows), row => answers.Below(data.Answers[row].Length, (ulong)row));
    }

    /// <summary>One row with its preferred answer.</summary>
    public TokenBatch Single(int row) => Of([row], _ => 0);

    private TokenBatch Of(IEnumerable<int> rows, Func<int, int> answer)
    {
        var chosen = rows.ToArray();
        return TokenBatch.Of(
            [.. chosen.Select(row => data.Inputs[row])], [.. chosen.Select(row => data.Answers[row][answer(row)])],
            shape.PadId, shape.DecoderStartId);
    }
}
