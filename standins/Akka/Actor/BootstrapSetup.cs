using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Which kind of references a system has.</summary>
public abstract class ProviderSelection
{
    private ProviderSelection(string fqn, bool hasCluster)
    {
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection From(string name) => name switch
    {
        "local" => Local.Instance,
        "remote" => Remote.Instance,
        "cluster" => Cluster.Instance,
        _ => new Custom(name, hasCluster: name.Contains("Cluster", StringComparison.Ordinal)),
    };

    /// <summary>Inside one process.</summary>
    public sealed class Local : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Local Instance = new();

        private Local() : base("Akka.Actor.LocalActorRefProvider", false) { }
    }

    /// <summary>Between processes.</summary>
    public sealed class Remote : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Remote Instance = new();

        private Remote() : base("Akka.Remote.RemoteActorRefProvider, Akka.Remote", false) { }
    }

    /// <summary>Between the members of a cluster.</summary>
    public sealed class Cluster : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Cluster Instance = new();

        private Cluster() : base("Akka.Cluster.ClusterActorRefProvider, Akka.Cluster", true) { }
    }

    /// <summary>One of the user's own.</summary>
    public sealed class Custom(string fqn, string identifier = null, bool hasCluster = false)
        : ProviderSelection(fqn, hasCluster)
    {
        /// <summary>A short name.</summary>
        internal string Identifier { get; } = identifier ?? fqn;
    }
}

/// <summary>The first part of a set-up: configuration and kind of references.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<ProviderSelection> provider)
    {
        Config = config;
        ActorRefProvider = provider;
    }

    /// <summary>The configuration.</summary>
    public Option<Config> Config { get; }

    /// <summary>The kind of references.</summary>
    public Option<ProviderSelection> ActorRefProvider { get; }

    /// <summary>A set-up that says nothing.</summary>
    public static BootstrapSetup Create() => new(Option<Config>.None, Option<ProviderSelection>.None);

    /// <summary>With another kind of references.</summary>
    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);

    /// <summary>With another configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

    /// <summary>With a configuration behind the present one.</summary>
    public BootstrapSetup WithConfigFallback(Config config) =>
        Config.HasValue ? WithConfig(Config.Value.WithFallback(config)) : WithConfig(config);
}
