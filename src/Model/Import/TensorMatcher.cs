using Moe.Model.Failures;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Import;

/// <summary>
/// Takes tensors of a file one by one by the names a model expects, and in the end tells of everything that did not
/// fit, in one message: missing, misshapen and left-over tensors.
/// </summary>
internal sealed class TensorMatcher
{
    private const int NamedMax = 8;

    private const string UsualMend = "Check that weights and config.json belong together and that the model is of that family.";

    private readonly string source;
    private readonly string mend;
    private readonly SortedDictionary<string, TensorRecord> left = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];
    private readonly List<string> misshapen = [];

    public TensorMatcher(string source, Backbone backbone, IEnumerable<TensorRecord> tensors, string mend = UsualMend)
    {
        (this.source, this.mend) = (source, mend);
        foreach (var tensor in tensors)
        {
            if (!left.TryAdd(HuggingFaceNames.Full(backbone, tensor.Name), tensor))
                misshapen.Add($"{tensor.Name} (is there twice, with and without model. in front)");
        }
    }

    /// <summary>Writes the tensor of a name into the parameters of all owners given, or notes what is wrong.</summary>
    public void Take(string name, string parameter, params IReadOnlyList<FlatParameters> owners)
    {
        if (!left.Remove(name, out var tensor)) missing.Add(name);
        else Load(tensor, parameter, owners);
    }

    /// <summary>
    /// The shared layer. The token table is taken under whichever of its names the file has; if under several, they
    /// must be equal. A bias on the output must be zero, if there is one.
    /// </summary>
    public void TakeVocabulary(FlatParameters vocabulary, Backbone backbone)
    {
        var shared = new VocabularyNames(backbone).Shared;
        foreach (var slot in vocabulary.Layout.Slots.Where(slot => slot.Name != shared)) Take(slot.Name, slot.Name, vocabulary);
        TensorRecord? taken = null;
        foreach (var name in HuggingFaceNames.SharedAliases(backbone).Prepend(shared))
        {
            if (!left.Remove(name, out var tensor)) continue;
            if (taken is null) Load(taken = tensor, shared, [vocabulary]);
            else if (!taken.Shape.AsSpan().SequenceEqual(tensor.Shape)
                || !taken.ToSingles().AsSpan().SequenceEqual(tensor.ToSingles()))
                misshapen.Add($"{name} (differs from {taken.Name}, but one table serves both)");
        }
        if (taken is null) missing.Add(shared);
        if (left.Remove(HuggingFaceNames.HeadBias, out var bias) && bias.ToSingles().AsSpan().ContainsAnyExcept(0f))
            misshapen.Add($"{HuggingFaceNames.HeadBias} (is not zero, but the model has no bias on its output)");
        if (backbone != Backbone.Bart) left.Remove(HuggingFaceNames.UnusedBias);
    }

    /// <summary>Leaves the tensors whose names begin so out of account.</summary>
    public void Ignore(string prefix)
    {
        string[] ignored = [.. left.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        foreach (var name in ignored) left.Remove(name);
    }

    /// <summary>Ends the matching.</summary>
    /// <exception cref="WeightsException">Something did not fit.</exception>
    public void Finish()
    {
        string[] problems =
        [
            .. Problem("missing", missing), .. Problem("of the wrong shape or value", misshapen),
            .. Problem("left over", left.Keys),
        ];
        if (problems.Length > 0)
        {
            throw new WeightsException(
                $"{source}: its tensors are not those of this model: {string.Join("; ", problems)}. {mend}");
        }
    }

    private static IEnumerable<string> Problem(string what, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) yield break;
        var more = names.Count > NamedMax ? $" and {names.Count - NamedMax} more" : "";
        yield return $"{names.Count} {what}: {string.Join(", ", names.Take(NamedMax))}{more}";
    }

    private void Load(TensorRecord tensor, string parameter, IReadOnlyList<FlatParameters> owners)
    {
        var expected = owners[0].Layout[parameter].Shape;
        if (!tensor.Shape.AsSpan().SequenceEqual(expected))
        {
            var (found, wanted) = (string.Join(", ", tensor.Shape), string.Join(", ", expected));
            misshapen.Add($"{tensor.Name} [{found}] instead of [{wanted}]");
            return;
        }
        using var values = torch.tensor(tensor.ToSingles(), expected);
        foreach (var owner in owners) owner.Load(parameter, values);
    }
}
