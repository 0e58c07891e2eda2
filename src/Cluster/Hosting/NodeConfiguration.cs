using Akka.Configuration;
using Moe.Actors;
using Moe.Cluster.Settings;
using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Gym;
using ConfigurationException = Moe.Model.Failures.ConfigurationException;

namespace Moe.Cluster.Hosting;

/// <summary>
/// The whole configuration of one start: cluster.hocon, over it a run file, over it the --set options; read into
/// records and checked.
/// </summary>
/// <param name="Run">training.run.</param>
/// <param name="Node">training.node.</param>
/// <param name="Adaptation">training.adaptation.</param>
/// <param name="Akka">Everything, for the actor system.</param>
internal sealed record NodeConfiguration(TrainingSettings Run, NodeSettings Node, AdaptationSettings Adaptation, Config Akka)
{
    /// <summary>Name of the file with every setting.</summary>
    public const string DefaultsFileName = "cluster.hocon";

    /// <summary>Environment variable with the folder that holds cluster.hocon; the launcher sets it.</summary>
    public const string HomeVariable = "MOE_HOME";

    /// <summary>Every key of the training sections, as a dotted path.</summary>
    public static IEnumerable<string> Paths => [.. RunSettings.Paths, .. NodeSettingsReader.Paths, .. AdaptationSections.Paths];

    /// <summary>The defaults file: in the folder the launcher names, else beside the program.</summary>
    public static string DefaultsFile() => Path.Combine(
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home ? home : AppContext.BaseDirectory,
        DefaultsFileName);

    /// <summary>Reads all layers.</summary>
    /// <param name="defaultsFile">Path of cluster.hocon.</param>
    /// <param name="runFile">A run file laid over it, or null.</param>
    /// <param name="options">The --set options in order.</param>
    /// <param name="steps">Length of the run when not the run file's, see <see cref="RunSettings.WithSteps"/>.</param>
    /// <exception cref="ConfigurationException">A file cannot be read, or a setting is unknown, missing or wrong.</exception>
    public static NodeConfiguration Read(
        string defaultsFile, string? runFile, IReadOnlyList<string> options, int? steps)
    {
        List<ConfigurationLayer> layers = [ConfigurationLayer.FromFile(defaultsFile)];
        if (runFile is not null) layers.Add(ConfigurationLayer.FromFile(runFile));
        layers.AddRange(options.Select(ConfigurationLayer.FromOption));
        LayeredConfiguration configuration = new(layers);
        RequireKnownSections(configuration);
        RequireUnprintedSecrets(configuration);
        var run = RunSettings.Read(configuration);
        return new NodeConfiguration(
            steps is { } wanted ? RunSettings.WithSteps(run, wanted) : run,
            NodeSettingsReader.Read(configuration),
            AdaptationSections.Read(configuration),
            configuration.Merged);
    }

    // The actor system is given everything, and would print it.
    private static void RequireUnprintedSecrets(LayeredConfiguration configuration)
    {
        const string printing = "akka.log-config-on-start";
        string[] secrets = [$"{NodeSettingsReader.Path}.data-plane.token", "akka.remote.dot-netty.tcp.ssl.certificate.password"];
        if (!new Switch().TryRead(configuration.Node(printing), out var prints) || !prints) return;
        if (secrets.FirstOrDefault(path => configuration.Node(path).Text is { Length: > 0 }) is not { } secret) return;
        throw new ConfigurationException(
            $"{printing} is on and {secret} is set, which it would print. Set {printing} to off, or take the secret out while you look.");
    }

    private static void RequireKnownSections(LayeredConfiguration configuration)
    {
        RequireKnown(configuration.Root, "akka", "training");
        RequireKnown(configuration.Node("training"), "run", "node", "adaptation");
    }

    private static void RequireKnown(SettingNode section, params string[] known)
    {
        if (section.Keys.FirstOrDefault(key => !known.Contains(key)) is not { } unknown) return;
        var node = section.Child(unknown);
        var paths = Paths.ToList();
        var sameKey = paths.Where(path => path.EndsWith($".{unknown}", StringComparison.Ordinal)).ToList();
        var nearest = sameKey.Count > 0 ? sameKey : NearestNames.Of(node.Path, paths);
        throw new ConfigurationException(
            $"{node.Path} is no setting (written in {node.Origin}). The nearest are {string.Join(", ", nearest)}. Correct the " +
            $"name or remove the line; {DefaultsFileName} lists every setting.");
    }
}
