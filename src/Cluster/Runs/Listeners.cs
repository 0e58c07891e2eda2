using System.Globalization;
using System.Net;
using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>Where a node's HTTP side listens, and a key that no other listener has.</summary>
internal sealed record Listener(Uri Address, string Key);

/// <summary>
/// listeners/HOST-PORT.json: where the nodes of a run listen, for commands that are given the run folder. A node that was killed
/// leaves its file behind, so another may listen there now: the key tells.
/// </summary>
internal sealed class Listeners(string folder)
{
    /// <summary>The listeners that are written there, by name.</summary>
    /// <exception cref="EnvironmentException">A file is damaged.</exception>
    public IReadOnlyList<Listener> All => !Directory.Exists(folder) ? [] :
        [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>A key for a process's listener.</summary>
    public static string KeyAt(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{now.UtcTicks}");

    /// <summary>Writes a listener down.</summary>
    /// <returns>Disposed, it is gone again.</returns>
    public IDisposable Add(Listener listener)
    {
        UriBuilder reached = new(listener.Address);
        // All addresses of a machine are none to connect to.
        if (IPAddress.TryParse(reached.Host.Trim('[', ']'), out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any)))
            reached.Host = Environment.MachineName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
            $"{reached.Host.Trim('[', ']').Replace(':', '_')}-{reached.Port}.json"));
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        TextFiles.Show(path, JsonSerializer.Serialize(listener with { Address = reached.Uri }) + "\n");
        return new Written(path);
    }

    private static Listener Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Listener>(File.ReadAllText(path)) ?? throw new JsonException("it says null.");
        }
        catch (JsonException damage)
        {
            throw new EnvironmentException(
                $"{path} is damaged: {damage.Message} It says where a node listens; remove it, or name the node with --at.", damage);
        }
    }

    private sealed class Written(string path) : IDisposable
    {
        // With its folder it may be gone already.
        public void Dispose()
        {
            if (File.Exists(path)) File.Delete(path);
        }
    }
}
