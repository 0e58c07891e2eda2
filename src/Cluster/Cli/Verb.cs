using System.CommandLine;

namespace Moe.Cluster.Cli;

/// <summary>A command with examples, which its help prints after the options.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines as a user types them.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Sets what the command does, for commands that wait for nothing.</summary>
    public Verb Does(Func<ParseResult, ExitCode> action)
    {
        SetAction(parsed => (int)action(parsed));
        return this;
    }

    /// <summary>Sets what the command does.</summary>
    public Verb Does(Func<ParseResult, Task<ExitCode>> action)
    {
        SetAction(async (parsed, _) => (int)await action(parsed));
        return this;
    }
}
