using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// References with an address that other processes could reach. In this version nothing listens there: the port is
/// only taken, so that the address is of one system only.
/// </summary>
public class RemoteActorRefProvider : LocalActorRefProvider
{
    private readonly Socket _place;

    /// <summary>Creates the provider and takes the port.</summary>
    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, Defaults(settings), eventStream)
    {
        const string section = "akka.remote.dot-netty.tcp";
        var config = settings.Config.GetConfig(section);
        var host = config.GetString("hostname");
        host = string.IsNullOrEmpty(host) ? IPAddress.Any.ToString() : host;
        var port = config.GetInt("port");
        _place = Take(host, port, section);
        var publicHost = config.GetString("public-hostname");
        var publicPort = config.GetInt("public-port");
        DefaultAddress = new Address(
            "akka.tcp", systemName, string.IsNullOrEmpty(publicHost) ? host : publicHost,
            publicPort > 0 ? publicPort : ((IPEndPoint)_place.LocalEndPoint).Port);
    }

    /// <inheritdoc />
    public override Address DefaultAddress { get; }

    /// <inheritdoc />
    public override void Init(ActorSystemImpl system)
    {
        system.RegisterOnTermination(_place.Dispose);
        base.Init(system);
    }

    /// <inheritdoc />
    protected override bool IsWanted(ActorPath path, IActorRef found) => path.Uid == 0 || path.Uid == found.Path.Uid;

    private static Settings Defaults(Settings settings)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.Reference("remote"));
        return settings;
    }

    private static Socket Take(string host, int port, string section)
    {
        var address = IPAddress.TryParse(host, out var literal)
            ? literal
            : Dns.GetHostAddresses(host).OrderBy(a => a.AddressFamily != AddressFamily.InterNetwork).First();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new ConfigurationException(
                $"Cannot bind {host}:{port} from '{section}': {cause.Message}. Use port 0 for any free port.", cause);
        }
    }
}
