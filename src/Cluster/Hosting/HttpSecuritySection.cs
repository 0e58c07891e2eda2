using Moe.Actors;
using Moe.Cluster.Http;
using Moe.Cluster.Settings;
using Moe.Model.Failures;

namespace Moe.Cluster.Hosting;

/// <summary>The settings of training.node that say who may use its HTTP side, and what follows from them.</summary>
internal static class HttpSecuritySection
{
    private const string Prefix = $"{NodeSettingsReader.Path}.http-";

    /// <summary>Adds the keys to the node's section.</summary>
    public static SettingsSection<NodeSettings> WithHttpSecurity(this SettingsSection<NodeSettings> section)
    {
        void Add<T>(string key, ValueForm<T> form, Func<HttpSecuritySettings, T> get,
            Func<HttpSecuritySettings, T, HttpSecuritySettings> with) => section.Value(
                key, form, node => get(node.HttpSecurity), (node, value) => node with { HttpSecurity = with(node.HttpSecurity, value) });
        Add("http-tokens-file", new OptionalText("a file of tokens"), s => s.TokensFile, (s, v) => s with { TokensFile = v });
        Add("http-anonymous", new OneOf("auto", "nothing", "read", "operate"), s => s.Anonymous, (s, v) => s with { Anonymous = v });
        Add("http-certificate", new OptionalText("a PEM file"), s => s.Certificate, (s, v) => s with { Certificate = v });
        Add("http-key", new OptionalText("a PEM file"), s => s.Key, (s, v) => s with { Key = v });
        Add("http-client-authority", new OptionalText("a PEM file"), s => s.ClientAuthority, (s, v) => s with { ClientAuthority = v });
        Add("http-connections-max", new WholeNumber(1, 65536), s => s.ConnectionsMax, (s, v) => s with { ConnectionsMax = v });
        Add("http-requests-per-second", new WholeNumber(1, 1_000_000),
            s => s.RequestsPerSecond, (s, v) => s with { RequestsPerSecond = v });
        return section;
    }

    /// <summary>What a caller without a token may do; null: nothing but ask after the node's health.</summary>
    public static Access? Anonymous(NodeSettings node) => node.HttpSecurity switch
    {
        { Anonymous: "operate" } => Access.Operate,
        { Anonymous: "read" } => Access.Read,
        { Anonymous: "auto", TokensFile: null } when NodeSettingsReader.IsLoopback(node.HttpHost) => Access.Operate,
        _ => null,
    };

    /// <summary>Checks that nobody is let in without being meant to be.</summary>
    /// <exception cref="ConfigurationException">Anybody could come in, or settings contradict each other.</exception>
    public static void Check(NodeSettings node)
    {
        var security = node.HttpSecurity;
        if ((security.Certificate is null) != (security.Key is null))
        {
            throw new ConfigurationException(
                $"{Prefix}certificate and {Prefix}key are not both set, expected both (HTTPS) or none. Add the missing one or set the " +
                "other to null.");
        }
        if (security is { ClientAuthority: not null, Certificate: null })
        {
            throw new ConfigurationException(
                $"{Prefix}client-authority is set and {Prefix}certificate is not, expected HTTPS where callers show certificates. Set " +
                $"{Prefix}certificate and {Prefix}key, or {Prefix}client-authority to null.");
        }
        if (node.HttpPort >= 0 && security is { TokensFile: null, Anonymous: "auto" } && !NodeSettingsReader.IsLoopback(node.HttpHost))
        {
            throw new ConfigurationException(
                $"{Prefix}host is {node.HttpHost}, which other machines can reach, and there are no tokens: anyone there could stop or " +
                $"change the run. Set {Prefix}tokens-file (`./cluster token new NAME` makes a token), or say with {Prefix}anonymous " +
                "what callers without one may do: nothing, read or operate.");
        }
    }
}
