using Akka.Configuration;

namespace Akka.Remote;

/// <summary>What configuration says under <c>akka.remote</c>.</summary>
internal sealed class RemoteSettings
{
    private const string Tcp = "akka.remote.dot-netty.tcp";

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="ConfigurationException">A value cannot be.</exception>
    public RemoteSettings(Config config)
    {
        Config = config;
        var remote = config.GetConfig("akka.remote");
        FlushWait = remote.GetTimeSpan("flush-wait-on-shutdown");
        BackoffPeriod = remote.GetTimeSpan("backoff-interval");
        RetryGateClosedFor = remote.GetTimeSpan("retry-gate-closed-for");
        SysMsgBufferSize = remote.GetInt("system-message-buffer-size");
        LogRemoteLifecycleEvents = remote.GetString("log-remote-lifecycle-events") is not ("off" or "false");
        TransportPause = remote.GetTimeSpan("transport-failure-detector.acceptable-heartbeat-pause");
        WatchHeartBeatInterval = remote.GetTimeSpan("watch-failure-detector.heartbeat-interval");
        WatchPause = remote.GetTimeSpan("watch-failure-detector.acceptable-heartbeat-pause")
            + remote.GetTimeSpan("watch-failure-detector.expected-response-after");
        WatchUnreachableReaperInterval =
            remote.GetTimeSpan("watch-failure-detector.unreachable-nodes-reaper-interval");
        var tcp = config.GetConfig(Tcp);
        ConnectionTimeout = tcp.GetTimeSpan("connection-timeout");
        MaximumFrameSize = Size(tcp, "maximum-frame-size", 32000);
        SendBufferSize = Size(tcp, "send-buffer-size", 1);
        ReceiveBufferSize = Size(tcp, "receive-buffer-size", 1);
        Backlog = tcp.GetInt("backlog");
        NoDelay = tcp.GetBoolean("tcp-nodelay", true);
        KeepAlive = tcp.GetBoolean("tcp-keepalive", true);
        Tls = tcp.GetBoolean("enable-ssl") ? new RemoteTls(tcp.GetConfig("ssl")) : null;
        Hostname = Or(tcp.GetString("hostname"), System.Net.IPAddress.Any.ToString());
        Port = PortOf(tcp, "port");
        PublicHostname = Or(tcp.GetString("public-hostname"), Hostname);
        PublicPort = PortOf(tcp, "public-port");
    }

    /// <summary>The configuration.</summary>
    public Config Config { get; }

    /// <summary>How long the end of a system waits for what is still to be sent.</summary>
    public TimeSpan FlushWait { get; }

    /// <summary>The pause after the first failed attempt to connect; it doubles up to one second.</summary>
    public TimeSpan BackoffPeriod { get; }

    /// <summary>How long messages of users wait for a broken connection before they are dead letters.</summary>
    public TimeSpan RetryGateClosedFor { get; }

    /// <summary>How many messages of the library may wait for one peer before it is given up.</summary>
    public int SysMsgBufferSize { get; }

    /// <summary>Whether connections that come and go are logged.</summary>
    public bool LogRemoteLifecycleEvents { get; }

    /// <summary>How long to wait for a connection to be made, and how long its first frames may take.</summary>
    public TimeSpan ConnectionTimeout { get; }

    /// <summary>How often a quiet connection is tried.</summary>
    public TimeSpan WatchHeartBeatInterval { get; }

    /// <summary>How often peers with watched actors are looked at.</summary>
    public TimeSpan WatchUnreachableReaperInterval { get; }

    internal TimeSpan TransportPause { get; }

    internal TimeSpan WatchPause { get; }

    internal int MaximumFrameSize { get; }

    internal int SendBufferSize { get; }

    internal int ReceiveBufferSize { get; }

    internal int Backlog { get; }

    internal bool NoDelay { get; }

    internal bool KeepAlive { get; }

    /// <summary>How connections are secured; null: they are not.</summary>
    internal RemoteTls Tls { get; }

    internal string Hostname { get; }

    internal int Port { get; }

    internal string PublicHostname { get; }

    internal int PublicPort { get; }

    private static string Or(string text, string other) => string.IsNullOrEmpty(text) ? other : text;

    private static int Size(Config config, string key, int least) =>
        config.GetByteSize(key, null) is { } size && size >= least && size <= int.MaxValue
            ? (int)size
            : throw new ConfigurationException(
                $"Configuration at '{Tcp}.{key}' is '{config.GetString(key)}', expected a size from {least}b up to 2GiB.");

    private static int PortOf(Config config, string key) => config.GetInt(key) is >= 0 and <= 65535 and var port
        ? port
        : throw new ConfigurationException(
            $"Configuration at '{Tcp}.{key}' is {config.GetInt(key)}, expected 0 to 65535.");
}
