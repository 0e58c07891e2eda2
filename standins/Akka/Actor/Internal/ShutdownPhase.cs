using Akka.Configuration;

namespace Akka.Actor;

/// <summary>A phase of the coordinated shutdown.</summary>
internal sealed record ShutdownPhase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover)
{
    /// <summary>The phases of the section.</summary>
    public static Dictionary<string, ShutdownPhase> Read(Config section)
    {
        var usual = section.GetTimeSpan("default-phase-timeout");
        var phases = new Dictionary<string, ShutdownPhase>();
        foreach (var (name, value) in section.GetConfig("phases").AsEnumerable())
        {
            var phase = value.ToConfig();
            phases[name] = new ShutdownPhase(
                [.. phase.GetStringList("depends-on")],
                phase.GetTimeSpan("timeout", usual, allowInfinite: false),
                phase.GetBoolean("recover", true));
        }

        return phases;
    }

    /// <summary>The names in an order in which every phase comes after those that it depends on.</summary>
    /// <exception cref="ArgumentException">A phase depends on itself.</exception>
    public static List<string> Sort(IReadOnlyDictionary<string, ShutdownPhase> phases)
    {
        var order = new List<string>();
        var open = new HashSet<string>();
        foreach (var name in phases.Keys)
            Visit(name);
        return order;

        void Visit(string name)
        {
            if (order.Contains(name))
                return;
            if (!open.Add(name))
                throw new ArgumentException(
                    $"Cycle detected in graph of phases. It must be a DAG. phase [{name}] depends transitively on " +
                    "itself.");
            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var before in phase.DependsOn)
                    Visit(before);
            }

            open.Remove(name);
            order.Add(name);
        }
    }
}
