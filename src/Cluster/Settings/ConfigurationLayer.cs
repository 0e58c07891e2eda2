using Akka.Configuration;
using Akka.Configuration.Hocon;
using Moe.Actors;
using ConfigurationException = Moe.Model.Failures.ConfigurationException;

namespace Moe.Cluster.Settings;

/// <summary>One source of settings: a HOCON file with what it includes, or one --set option.</summary>
/// <param name="Name">How messages call it: the path of the file, or the option as it was typed.</param>
/// <param name="Config">Its settings alone.</param>
internal sealed record ConfigurationLayer(string Name, Config Config)
{
    private const int IncludeDepthMax = 16;

    private static readonly string[] SecretKeys = ["token", "password"];

    /// <summary>Reads a HOCON file; <c>include "name"</c> is looked up beside the file that says it.</summary>
    /// <exception cref="ConfigurationException">The file, or one it includes, is missing or is not HOCON.</exception>
    public static ConfigurationLayer FromFile(string path) => new(path, new Config(Parse(path, 0)));

    /// <summary>Settings from a text.</summary>
    /// <exception cref="ConfigurationException">The text is not HOCON.</exception>
    public static ConfigurationLayer FromText(string name, string text) => new(name, new Config(Parse(name, text, null)));

    /// <summary>
    /// Reads one <c>key=value</c> of the command line. The value is text unless it opens a list, an object or quotes, so
    /// that <c>training.node.device=cuda:1</c> needs no quoting.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no <c>=</c>, or no key before it.</exception>
    public static ConfigurationLayer FromOption(string option)
    {
        var equals = option.IndexOf('=');
        if (equals < 1)
        {
            throw new ConfigurationException(
                $"--set {option} has no key and value, expected --set key=value, for example --set training.run.seed=7.");
        }
        var (key, value) = (option[..equals].Trim(), option[(equals + 1)..].Trim());
        var written = value.Length > 0 && value[0] is '[' or '{' or '"' ? value : HoconText.Quoted(value);
        return FromText($"--set {key}={(HoldsSecret(key, value) ? Secret.Hidden : value)}", $"{key} = {written}");
    }

    // The name of a layer stands in messages.
    private static bool HoldsSecret(string key, string value) => SecretKeys.Any(secret =>
        key.EndsWith(secret, StringComparison.Ordinal) || (value is ['{', ..] && value.Contains(secret, StringComparison.Ordinal)));

    private static HoconRoot Parse(string path, int depth)
    {
        if (depth > IncludeDepthMax)
        {
            throw new ConfigurationException(
                $"{path}: files include one another more than {IncludeDepthMax} deep, expected a chain that ends. " +
                "Remove the include that leads back to an earlier file.");
        }
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{path}: the configuration file cannot be read: {failure.Message} Give the path of a readable HOCON file.",
                failure);
        }
        var folder = Path.GetDirectoryName(path) ?? "";
        return Parse(path, text, name => Parse(Path.Combine(folder, name), depth + 1));
    }

    private static HoconRoot Parse(string name, string text, Func<string, HoconRoot>? include)
    {
        try
        {
            return Parser.Parse(text, include ?? (file => throw new FormatException($"include \"{file}\" has no folder")));
        }
        catch (ConfigurationException)
        {
            throw;
        }
        catch (Exception failure)
        {
            // The parser of Akka.NET throws FormatException, its own exception and bare Exception for malformed text.
            throw new ConfigurationException(
                $"{name}: this is not HOCON: {failure.Message.ReplaceLineEndings(" ").Trim()} Expected lines of `key = value` and " +
                "sections in braces; quote texts that contain one of $\"{}[]:=,#`^?!@*&\\.", failure);
        }
    }
}
