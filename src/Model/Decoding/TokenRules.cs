using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>What the settings forbid as the next token, given what each hypothesis has so far.</summary>
internal sealed class TokenRules(GenerationSettings settings)
{
    /// <summary>The token that must come at a length, if one must.</summary>
    public int? ForcedAt(int length)
    {
        if (settings.ForceEnd && length == settings.MaxLength - 1) return settings.EndId;
        return length == 1 ? settings.ForcedFirstId : null;
    }

    /// <summary>Gives forbidden tokens a score of minus infinity, in place; scores [N, V].</summary>
    public void Apply(Tensor scores_NV, IReadOnlyList<IReadOnlyList<int>> hypotheses)
    {
        var size = scores_NV.shape[1];
        var forbidden = new List<long>();
        for (var i = 0; i < hypotheses.Count; i++)
        {
            if (hypotheses[i].Count < settings.MinLength) forbidden.Add(i * size + settings.EndId);
            foreach (var id in Repeats(hypotheses[i])) forbidden.Add(i * size + id);
        }
        if (forbidden.Count == 0) return;
        using var index = torch.tensor(forbidden.ToArray(), device: scores_NV.device);
        using var flat = scores_NV.view(-1);
        flat.index_fill_(0, index, double.NegativeInfinity);
    }

    // The ids that would complete a run of ids the hypothesis has already.
    private IEnumerable<int> Repeats(IReadOnlyList<int> ids)
    {
        var run = settings.NoRepeatLength;
        if (run == 0) yield break;
        for (var start = 0; start + run <= ids.Count; start++)
        {
            var same = true;
            for (var i = 0; same && i < run - 1; i++) same = ids[start + i] == ids[ids.Count - run + 1 + i];
            if (same) yield return ids[start + run - 1];
        }
    }
}
