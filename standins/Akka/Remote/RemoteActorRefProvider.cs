using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>References to actors of this system and of others.</summary>
public class RemoteActorRefProvider : LocalActorRefProvider
{
    /// <summary>Creates the provider and takes the port.</summary>
    /// <exception cref="RemoteTransportException">The port is taken.</exception>
    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, Defaults(settings), eventStream)
    {
        RemoteSettings = new RemoteSettings(settings.Config);
        Transport = new RemoteTransport(systemName, RemoteSettings);
    }

    /// <summary>What configuration says.</summary>
    internal RemoteSettings RemoteSettings { get; }

    /// <inheritdoc />
    public override Address DefaultAddress => Transport.LocalAddress;

    /// <summary>The connections with other systems.</summary>
    internal RemoteTransport Transport { get; }

    /// <inheritdoc />
    public override void Init(ActorSystemImpl system)
    {
        system.RegisterOnTermination(Transport.Shutdown);
        base.Init(system);
        Transport.Start(system);
    }

    /// <inheritdoc />
    public override IActorRef ResolveActorRef(ActorPath actorPath) =>
        IsElsewhere(actorPath.Address) ? RemoteRef(actorPath) : base.ResolveActorRef(actorPath);

    /// <inheritdoc />
    public override IActorRef RootGuardianAt(Address address) =>
        IsElsewhere(address) ? RemoteRef(new RootActorPath(address)) : base.RootGuardianAt(address);

    /// <inheritdoc />
    public override Address GetExternalAddressFor(Address address) =>
        IsElsewhere(address) ? DefaultAddress : base.GetExternalAddressFor(address);

    /// <inheritdoc />
    protected override bool IsWanted(ActorPath path, IActorRef found) => path.Uid == 0 || path.Uid == found.Path.Uid;

    private static Settings Defaults(Settings settings)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.Reference("remote"));
        return settings;
    }

    private bool IsElsewhere(Address address) =>
        address.Protocol == DefaultAddress.Protocol && address.HasGlobalScope && address.Port is not null && !Transport.IsOwn(address);

    private RemoteActorRef RemoteRef(ActorPath path) => new(this, Transport.AssociationTo(path.Address), path);
}
