using System.Reflection;

namespace Moe.Cluster.Cli;

/// <summary>Finds the libraries that stand in for packages: each says so in its own metadata.</summary>
internal static class StandIns
{
    private const string Key = "StandIn";

    /// <summary>What each stand-in in use says of itself, in order of text.</summary>
    public static IReadOnlyList<string> Announcements()
    {
        SortedSet<string> texts = new(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Visit(typeof(StandIns).Assembly, seen, texts);
        return [.. texts];
    }

    // Our own assemblies are followed to what they reference; others are only asked.
    private static void Visit(Assembly assembly, HashSet<string> seen, SortedSet<string> texts)
    {
        foreach (var note in assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (note is { Key: Key, Value: { } text }) texts.Add(text);
        }
        if (assembly.GetName().Name is not { } name || !name.StartsWith("Moe.", StringComparison.Ordinal)) return;
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            if (reference.Name is { } next && !IsFramework(next) && seen.Add(next)) Visit(Assembly.Load(reference), seen, texts);
        }
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
