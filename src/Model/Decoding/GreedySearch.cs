using System.Runtime.InteropServices;
using Moe.Model.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// The likeliest token at every step. The host reads one number a row and step. Rows whose answer has ended leave the
/// batch when they are at least half of it.
/// </summary>
internal sealed class GreedySearch(ModelPath path, PaddedTokens inputs, GenerationSettings settings)
{
    private readonly PathDecoder decoder = new(path, inputs, 1, settings.MaxLength);
    private readonly TokenRules rules = new(settings);
    private readonly List<int>[] answers = new List<int>[inputs.Rows];
    private int[] rows = [.. Enumerable.Range(0, inputs.Rows)];

    public int[][] Run()
    {
        for (var row = 0; row < answers.Length; row++) answers[row] = [settings.StartId];
        var next = Array.ConvertAll(rows, _ => (long)settings.StartId);
        for (var length = 1; length < settings.MaxLength; length++)
        {
            next = Next(next, length);
            var running = Append(next);
            if (running.Length == 0) break;
            if (2 * running.Length > rows.Length) continue;
            decoder.Keep(running);
            rows = Array.ConvertAll(running, i => rows[i]);
            next = Array.ConvertAll(running, i => next[i]);
        }
        return Array.ConvertAll(answers, answer => answer.ToArray());
    }

    private long[] Next(long[] last, int length)
    {
        using var scope = torch.NewDisposeScope();
        var forced = rules.ForcedAt(length);
        var chosen = forced is { } id ? Array.ConvertAll(last, _ => (long)id) : null;
        // The last forced token needs no look at the model; a forced first one must still be read into the caches.
        if (chosen is not null && length == settings.MaxLength - 1) return chosen;
        var device = path.Model.Parameters[ExpertId.Vocabulary].Device;
        var states = decoder.Step(torch.tensor(last, device: device), length - 1);
        if (chosen is not null) return chosen;
        var logits = decoder.Logits(states);
        rules.Apply(logits, Array.ConvertAll(rows, row => answers[row]));
        return MemoryMarshal.Cast<byte, long>(logits.argmax(-1).cpu().bytes).ToArray();
    }

    // Adds the tokens to the answers that go on; returns the places in the batch of those that go on still.
    private int[] Append(long[] next)
    {
        var running = new List<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            var answer = answers[rows[i]];
            if (answer.Count > 1 && answer[^1] == settings.EndId) continue;
            answer.Add((int)next[i]);
            if (answer[^1] != settings.EndId) running.Add(i);
        }
        return [.. running];
    }
}
