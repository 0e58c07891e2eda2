using System.Net;
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

    private const string DataPlanePath = $"{Path}.data-plane";

    private static readonly SettingsSection<DataPlaneSettings> DataPlane = new SettingsSection<DataPlaneSettings>()
        .Value("host", new Text("an address or host name to listen on"), s => s.Host, (s, v) => s with { Host = v })
        .Value("advertised-host", new OptionalText("an address or host name"),
            s => s.AdvertisedHost, (s, v) => s with { AdvertisedHost = v })
        .Value("port", new WholeNumber(0, 65535), s => s.Port, (s, v) => s with { Port = v })
        .Value("token", new OptionalSecret(), s => s.Token, (s, v) => s with { Token = v })
        .Value("certificate", new OptionalText("a PEM file"), s => s.Certificate, (s, v) => s with { Certificate = v })
        .Value("key", new OptionalText("a PEM file"), s => s.Key, (s, v) => s with { Key = v })
        .Value("authority", new OptionalText("a PEM file"), s => s.Authority, (s, v) => s with { Authority = v })
        .Value("window-mib", new WholeNumber(1, 1024), s => s.WindowMib, (s, v) => s with { WindowMib = v })
        .Value("block-mib-max", new WholeNumber(1, 2047), s => s.BlockMibMax, (s, v) => s with { BlockMibMax = v })
        .Value("store-mib-max", new WholeNumber(1), s => s.StoreMibMax, (s, v) => s with { StoreMibMax = v })
        .Value("lease-seconds", new WholeNumber(1, 86400), s => s.LeaseSeconds, (s, v) => s with { LeaseSeconds = v })
        .Value("stall-seconds", new WholeNumber(1, 86400), s => s.StallSeconds, (s, v) => s with { StallSeconds = v })
        .Value("ping-ms", new WholeNumber(10, 60000), s => s.PingMs, (s, v) => s with { PingMs = v })
        .Value("silence-ms", new WholeNumber(50, 600000), s => s.SilenceMs, (s, v) => s with { SilenceMs = v })
        .Value("connect-ms", new WholeNumber(50, 600000), s => s.ConnectMs, (s, v) => s with { ConnectMs = v });

    private static readonly SettingsSection<NodeSettings> Section = new SettingsSection<NodeSettings>()
        .Value("device", new DeviceName(), s => s.Device, (s, v) => s with { Device = v })
        .Value("expert-devices", new TextMap("an object of expert and device, such as { \"encoder.0.1\" = \"cuda:1\" }"),
            s => s.ExpertDevices, (s, v) => s with { ExpertDevices = v })
        .Value("pins", new TextMap("an object of expert and node, such as { \"encoder.0.1\" = \"127.0.0.1:4053\" }"),
            s => s.Pins, (s, v) => s with { Pins = v })
        .Value("memory-mib", new WholeNumber(0), s => s.MemoryMib, (s, v) => s with { MemoryMib = v })
        .Value("speed", new Number(0.001, maximum: 1000), s => s.Speed, (s, v) => s with { Speed = v })
        .Value("lanes", new WholeNumber(0, 1024), s => s.Lanes, (s, v) => s with { Lanes = v })
        .Value("in-flight", new WholeNumber(1, 1024), s => s.InFlight, (s, v) => s with { InFlight = v })
        .Value("snapshot-every", new WholeNumber(0), s => s.SnapshotEvery, (s, v) => s with { SnapshotEvery = v })
        .Value("placement-every", new WholeNumber(0), s => s.PlacementEvery, (s, v) => s with { PlacementEvery = v })
        .Value("trace-every", new WholeNumber(0), s => s.TraceEvery, (s, v) => s with { TraceEvery = v })
        .Value("recompute", new OneOf("auto", "on", "off"), s => s.Recompute, (s, v) => s with { Recompute = v })
        .Value("http-port", new WholeNumber(-1, 65535), s => s.HttpPort, (s, v) => s with { HttpPort = v })
        .Value("http-host", new Text("an address or host name to listen on"), s => s.HttpHost, (s, v) => s with { HttpHost = v })
        .WithHttpSecurity()
        .Section("data-plane", DataPlane, s => s.DataPlane, (s, v) => s with { DataPlane = v });

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
        Check(settings.DataPlane);
        HttpSecuritySection.Check(settings);
        return settings;
    }

    /// <summary>The nodes that experts of a model are kept on.</summary>
    /// <exception cref="ConfigurationException">The model has no such expert.</exception>
    public static IReadOnlyDictionary<ExpertId, string> PinsOf(NodeSettings settings, ModelShape model)
    {
        var pins = settings.Pins.ToDictionary(pin => ExpertId.Parse(pin.Key), pin => pin.Value);
        foreach (var expert in pins.Keys.Except(model.AllExperts()))
        {
            throw new ConfigurationException(
                $"{Path}.pins names {expert}, which {RunSettings.Path}.model does not have, expected vocabulary or an expert of one of " +
                "its layers, counted from 0. Correct the name or remove it.");
        }
        return pins;
    }

    /// <summary>Checks how the data plane listens.</summary>
    /// <exception cref="ConfigurationException">Settings contradict each other, or would let anyone in.</exception>
    public static void Check(DataPlaneSettings settings)
    {
        string?[] files = [settings.Certificate, settings.Key, settings.Authority];
        if (files.Any(file => file is null) && files.Any(file => file is not null))
        {
            throw new ConfigurationException(
                $"{DataPlanePath} names {files.Count(file => file is not null)} of certificate, key and authority, expected all three " +
                "(TLS) or none. Add the missing ones or set the others to null.");
        }
        if (!IsLoopback(settings.Host) && settings.Token is null && settings.Certificate is null)
        {
            throw new ConfigurationException(
                $"{DataPlanePath}.host is {settings.Host}, which other machines can reach, and there is neither a token nor a " +
                $"certificate: anyone there could read and replace the model. Set {DataPlanePath}.token to a secret that all nodes " +
                "share, or certificate, key and authority.");
        }
        if (settings.SilenceMs < 2 * settings.PingMs)
        {
            throw new ConfigurationException(
                $"{DataPlanePath}.silence-ms is {settings.SilenceMs}, expected at least twice ping-ms ({settings.PingMs}): one late " +
                "answer would end a sound connection. Raise it or lower ping-ms.");
        }
    }

    /// <summary>Whether an address can be reached from this machine only.</summary>
    public static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
