using Akka.Actor;

namespace Akka.Configuration;

/// <summary>The configuration is wrong or incomplete.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>Creates the exception with a message.</summary>
    public ConfigurationException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public ConfigurationException(string message, Exception exception) : base(message, exception) { }

    /// <summary>The exception for a missing section that <typeparamref name="T"/> needs.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string path = null) =>
        new(string.IsNullOrWhiteSpace(path)
            ? $"Failed to instantiate {typeof(T).Name}: Configuration does not contain the expected section."
            : $"Failed to instantiate {typeof(T).Name}: Configuration does not contain `{path}` node");
}
