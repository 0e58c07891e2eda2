using System.Runtime.InteropServices;
using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>
/// Counts what micro-batches ask of experts, in windows of steps that follow each other, so that the newest whole window follows a
/// change of routes. Hidden states go from the vocabulary through the layers of the encoder, from its last layer to every layer
/// of the decoder, and back to the vocabulary.
/// </summary>
/// <param name="length">Steps of a window; 0: nothing is counted.</param>
/// <param name="bytesPerToken">Bytes of one hidden state and of its gradient.</param>
public sealed class LoadWindow(int length, int bytesPerToken)
{
    private Dictionary<ExpertId, long> tokensOf = [];
    private Dictionary<(ExpertId From, ExpertId To), double> between = [];
    private int steps;

    /// <summary>The newest whole window; null before the first.</summary>
    public MeasuredLoad? Newest { get; private set; }

    /// <summary>A micro-batch went through some experts.</summary>
    /// <param name="used">They, without replicas, each once.</param>
    /// <param name="tokens">Its tokens.</param>
    public void Count(IEnumerable<ExpertId> used, int tokens)
    {
        if (length == 0) return;
        var layers = used.GroupBy(expert => (expert.Kind, expert.Layer)).OrderBy(layer => layer.Key)
            .Select(layer => layer.Order().ToArray()).ToArray();
        foreach (var expert in layers.SelectMany(layer => layer))
            CollectionsMarshal.GetValueRefOrAddDefault(tokensOf, expert, out _) += tokens;
        foreach (var (from, to) in Handovers(layers)) Carry(from, to, (double)tokens * bytesPerToken);
    }

    /// <summary>A step is over. True: with it a window is whole.</summary>
    public bool EndStep()
    {
        if (length == 0 || ++steps < length) return false;
        Newest = new MeasuredLoad(steps, tokensOf, between);
        (steps, tokensOf, between) = (0, [], []);
        return true;
    }

    // By kind and layer the vocabulary comes first, then the encoder from below, then the decoder.
    private static IEnumerable<(ExpertId[] From, ExpertId[] To)> Handovers(ExpertId[][] layers)
    {
        if (layers.Length < 2) yield break;
        for (var i = 1; i < layers.Length; i++) yield return (layers[i - 1], layers[i]);
        var encoded = Array.FindLastIndex(layers, layer => layer[0].Kind == ExpertKind.Encoder);
        for (var i = encoded + 2; encoded >= 0 && i < layers.Length; i++) yield return (layers[encoded], layers[i]);
        yield return (layers[0], layers[^1]);
    }

    // Where several experts of a layer share the rows, each pair has its part.
    private void Carry(ExpertId[] from, ExpertId[] to, double bytes)
    {
        foreach (var one in from)
        {
            foreach (var two in to)
                CollectionsMarshal.GetValueRefOrAddDefault(between, (one, two), out _) += bytes / (from.Length * to.Length);
        }
    }
}
