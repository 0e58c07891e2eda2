using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Finds dispatchers by their path in configuration.</summary>
public sealed class Dispatchers
{
    /// <summary>The dispatcher of actors that name none.</summary>
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    /// <summary>The dispatcher for blocking input and output.</summary>
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private const int MostAliases = 20;

    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();

    /// <summary>Creates the dispatchers of a system.</summary>
    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger) =>
        Prerequisites = prerequisites;

    /// <summary>What dispatchers need of a system.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher of actors that name none.</summary>
    public MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    /// <summary>The section of the default dispatcher.</summary>
    public Config DefaultDispatcherConfig => Settings.GetConfig(DefaultDispatcherId);

    private Config Settings => Prerequisites.Settings.Config;

    /// <summary>The dispatcher at a path.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public MessageDispatcher Lookup(string dispatcherName) => Configurator(dispatcherName, 0).Dispatcher();

    /// <summary>Whether there is a dispatcher at a path.</summary>
    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || Settings.HasPath(id);

    /// <summary>Adds a dispatcher made in code.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) =>
        _configurators.TryAdd(id, configurator);

    internal void Shutdown()
    {
        foreach (var configurator in _configurators.Values.OfType<IDisposable>())
            configurator.Dispose();
    }

    private MessageDispatcherConfigurator Configurator(string id, int aliases)
    {
        if (_configurators.TryGetValue(id, out var known))
            return known;
        if (!Settings.HasPath(id))
            throw new ConfigurationException($"Dispatcher {id} not configured.");
        if (aliases > MostAliases)
            throw new ConfigurationException(
                $"Could not find a concrete dispatcher config after following {MostAliases} deep. Is there a " +
                $"circular reference in your config? Last followed Id was [{id}]");
        var value = Settings.GetValue(id);
        if (value.IsString())
            return Configurator(value.GetString(), aliases + 1);
        if (!value.IsObject())
            throw new ConfigurationException(
                $"Expected either a dispatcher config or an alias at [{id}] but found [{value}]");
        return _configurators.GetOrAdd(id, Make);
    }

    private MessageDispatcherConfigurator Make(string id)
    {
        var section = ConfigurationFactory.ParseString($"id: \"{id}\"")
            .WithFallback(Settings.GetConfig(id))
            .WithFallback(DefaultDispatcherConfig);
        var type = section.GetString("type");
        return type switch
        {
            "Dispatcher" or "TaskDispatcher" => new DispatcherConfigurator(section, Prerequisites),
            "ForkJoinDispatcher" => new DispatcherConfigurator(
                ConfigurationFactory.ParseString("executor=fork-join-executor").WithFallback(section), Prerequisites),
            "PinnedDispatcher" => new PinnedDispatcherConfigurator(section, Prerequisites),
            null => throw new ConfigurationException($"Could not resolve dispatcher for path {id}. type is null"),
            _ => (MessageDispatcherConfigurator)Activator.CreateInstance(
                TypeNames.Find(type)
                ?? throw new ConfigurationException($"Could not resolve dispatcher type {type} for path {id}"),
                section, Prerequisites),
        };
    }
}
