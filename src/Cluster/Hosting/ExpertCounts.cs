using System.Globalization;
using Moe.Cluster.Settings;
using Moe.Model;

namespace Moe.Cluster.Hosting;

/// <summary>An object of experts' names, each with a number of at least 1.</summary>
internal sealed class ExpertCounts : ValueForm<IReadOnlyDictionary<ExpertId, int>>
{
    private readonly TextMap texts = new("an object of expert and number, such as { vocabulary = 2, \"encoder.0.1\" = 3 }, or {} for none");

    public override string Expected => texts.Expected;

    public override bool TryRead(SettingNode node, out IReadOnlyDictionary<ExpertId, int> value)
    {
        SortedDictionary<ExpertId, int> counts = [];
        value = counts;
        if (!texts.TryRead(node, out var written)) return false;
        foreach (var (name, text) in written)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1) return false;
            counts[ExpertId.Parse(name)] = count;
        }
        return true;
    }

    public override string Write(IReadOnlyDictionary<ExpertId, int> value) => texts.Write(value.OrderBy(pair => pair.Key)
        .ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(CultureInfo.InvariantCulture)));
}
