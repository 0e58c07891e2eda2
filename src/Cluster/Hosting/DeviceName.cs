using System.Globalization;
using Moe.Cluster.Settings;

namespace Moe.Cluster.Hosting;

/// <summary>The name of a compute device: cpu, cuda, or cuda with a number.</summary>
internal sealed class DeviceName : ValueForm<string>
{
    private const string Numbered = "cuda:";

    public override string Expected => "cpu, cuda, or cuda:NUMBER";

    public override bool TryRead(SettingNode node, out string value)
    {
        value = node.Text ?? "";
        return IsValid(value);
    }

    public override string Write(string value) => HoconText.Quoted(value);

    /// <summary>Whether a text has the form of a device's name; the device need not exist.</summary>
    public bool IsValid(string name) => name is "cpu" or "cuda"
        || (name.StartsWith(Numbered, StringComparison.Ordinal)
            && int.TryParse(name[Numbered.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
