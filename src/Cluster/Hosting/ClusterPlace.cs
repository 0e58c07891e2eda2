using Akka.Configuration;
using Moe.Actors;
using Moe.Cluster.Settings;

namespace Moe.Cluster.Hosting;

/// <summary>A node's place in a cluster: where it is reached, whom it joins through, and what it does there.</summary>
/// <param name="Host">Address or name that other nodes reach it by.</param>
/// <param name="Port">Port of its actor system; 0: any free one.</param>
/// <param name="DataPort">Port of its data plane; 0: any free one.</param>
/// <param name="Seeds">Nodes it joins through, as HOST:PORT; none: it is a cluster of its own until others join.</param>
/// <param name="Roles">Which of expert, router and coordinator it takes on.</param>
/// <param name="NodesMin">Nodes that must be there before the run begins.</param>
/// <param name="Stays">Whether it waits for a signal after the run's end.</param>
internal sealed record ClusterPlace(
    string Host, int Port, int DataPort, IReadOnlyList<string> Seeds, IReadOnlyList<string> Roles, int NodesMin, bool Stays)
{
    /// <summary>Name of the actor system, equal on all nodes.</summary>
    public const string SystemName = "moe";

    /// <summary>The setting that has actor systems speak TLS.</summary>
    public const string Tls = "akka.remote.dot-netty.tcp.enable-ssl";

    /// <summary>What a node can do.</summary>
    public static readonly IReadOnlyList<string> AllRoles = ["expert", "router", "coordinator"];

    /// <summary>The actor system's configuration with this place laid over it.</summary>
    public Config Over(Config akka)
    {
        HoconText text = new();
        text.Section("akka", () =>
        {
            text.Section("remote.dot-netty.tcp", () =>
            {
                text.Value("hostname", HoconText.Quoted(Host));
                text.Value("port", Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
            });
            text.Section("cluster", () =>
            {
                text.Value("seed-nodes", List(Seeds.Select(seed => $"{Protocol(akka)}://{SystemName}@{seed}")));
            });
        });
        return ConfigurationLayer.FromText("the command line", text.ToString()).Config.WithFallback(akka);
    }

    /// <summary>The data plane's settings with this place laid over them: it listens where other nodes can reach it.</summary>
    /// <exception cref="Moe.Model.Failures.ConfigurationException">They can, and nothing keeps strangers out.</exception>
    public DataPlaneSettings Over(DataPlaneSettings settings)
    {
        var placed = settings with
        {
            Host = NodeSettingsReader.IsLoopback(settings.Host) ? Host : settings.Host,
            Port = DataPort > 0 ? DataPort : settings.Port,
        };
        NodeSettingsReader.Check(placed);
        return placed;
    }

    /// <summary>What to know before others join; null: nothing.</summary>
    public string? Warning(Config akka) => NodeSettingsReader.IsLoopback(Host) || akka.GetBoolean(Tls)
        ? null
        : $"other machines can reach {Host}, where this node takes messages from anyone: keep it on a network of its own, or set {Tls} " +
            "(docs/security.md)";

    // Addresses say whether TLS is spoken there.
    private static string Protocol(Config akka) => akka.GetBoolean(Tls) ? "akka.ssl.tcp" : "akka.tcp";

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(HoconText.Quoted))}]";
}
