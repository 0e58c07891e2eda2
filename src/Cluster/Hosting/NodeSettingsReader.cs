using Moe.Actors;
using Moe.Cluster.Settings;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Cluster.Hosting;

/// <summary>Reads training.node: what one node chooses for itself.</summary>
internal static class NodeSettingsReader
{
    /// <summary>Where the section stands in a configuration.</summary>
    public const string Path = "training.node";

    private static readonly SettingsSection<NodeSettings> Section = new SettingsSection<NodeSettings>()
        .Value("device", new DeviceName(), s => s.Device, (s, v) => s with { Device = v })
        .Value("expert-devices", new TextMap("an object of expert and device, such as { \"encoder.0.1\" = \"cuda:1\" }"),
            s => s.ExpertDevices, (s, v) => s with { ExpertDevices = v })
        .Value("lanes", new WholeNumber(0, 1024), s => s.Lanes, (s, v) => s with { Lanes = v })
        .Value("in-flight", new WholeNumber(1, 1024), s => s.InFlight, (s, v) => s with { InFlight = v })
        .Value("recompute", new OneOf("auto", "on", "off"), s => s.Recompute, (s, v) => s with { Recompute = v })
        .Value("http-port", new WholeNumber(-1, 65535), s => s.HttpPort, (s, v) => s with { HttpPort = v })
        .Value("http-host", new Text("an address or host name to listen on"), s => s.HttpHost, (s, v) => s with { HttpHost = v });

    /// <summary>Every key, as a dotted path.</summary>
    public static IEnumerable<string> Paths => Section.Paths(Path);

    /// <summary>Reads the section and checks it.</summary>
    /// <exception cref="ConfigurationException">A key is unknown, or a value is wrong.</exception>
    public static NodeSettings Read(LayeredConfiguration configuration)
    {
        var settings = Section.Read(configuration.Node(Path), new NodeSettings());
        DeviceName device = new();
        foreach (var (expert, name) in settings.ExpertDevices)
        {
            _ = ExpertId.Parse(expert);
            if (!device.IsValid(name))
            {
                throw new ConfigurationException(
                    $"{Path}.expert-devices gives {expert} the device '{name}', expected {device.Expected}.");
            }
        }
        return settings;
    }
}
