namespace Akka.Configuration;

/// <summary>Calls on a configuration that may be null.</summary>
public static class ConfigExtensions
{
    /// <summary>Whether there is no configuration or it has no keys.</summary>
    public static bool IsNullOrEmpty(this Config config) => config is null || config.IsEmpty;

    /// <summary>As <see cref="Config.WithFallback"/>; either may be null.</summary>
    public static Config SafeWithFallback(this Config config, Config fallback) =>
        config is null ? fallback : ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);
}
