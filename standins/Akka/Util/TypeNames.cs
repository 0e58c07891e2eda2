using System.Reflection;
using Akka.Configuration;

namespace Akka.Util;

/// <summary>Finds types by the names that configuration uses.</summary>
internal static class TypeNames
{
    /// <summary>
    /// The type called <paramref name="name"/>, with or without an assembly. The original's assembly names (Akka,
    /// Akka.Remote, Akka.Cluster and so on) mean this assembly.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no such type.</exception>
    public static Type Resolve(string name, string path)
    {
        var found = Find(name);
        return found ?? throw new ConfigurationException(
            $"Configuration at '{path}' names the type '{name}', which is in no loaded assembly. " +
            "Write it as 'Namespace.Type, Assembly'.");
    }

    /// <summary>The type called <paramref name="name"/>, or null.</summary>
    public static Type Find(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var here = typeof(TypeNames).Assembly;
        var comma = AssemblySeparator(name);
        var bare = comma < 0 ? name.Trim() : name[..comma].Trim();
        var assembly = comma < 0 ? "" : name[(comma + 1)..].Trim();
        var simple = assembly.Split(',')[0];
        if (simple is "" or "Akka" || simple.StartsWith("Akka.", StringComparison.Ordinal))
        {
            var own = here.GetType(bare);
            if (own is not null)
                return own;
        }

        return Type.GetType(name, ByName, null, throwOnError: false) ?? FindInLoadedAssemblies(bare, assembly);
    }

    private static Assembly ByName(AssemblyName name) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == name.Name);

    private static Type FindInLoadedAssemblies(string bare, string assembly) =>
        assembly.Length > 0
            ? null
            : AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(bare)).FirstOrDefault(t => t is not null);

    private static int AssemblySeparator(string name)
    {
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '[')
                depth++;
            else if (name[i] == ']')
                depth--;
            else if (name[i] == ',' && depth == 0)
                return i;
        }

        return -1;
    }
}
