namespace Moe.Actors.Simulation.Throughput;

/// <summary>The coordinator as what limits a large cluster: it sends and receives one message after the other.</summary>
internal sealed class Coordination(ThroughputSettings settings)
{
    private double free;

    /// <summary>Nothing is under way any more.</summary>
    public void BeginAt(double now) => free = now;

    /// <summary>Handles a message that is there, or sends one.</summary>
    /// <returns>When that is done.</returns>
    public double Handle(double now) => free = Math.Max(free, now) + settings.MessageSeconds;

    /// <summary>Asks every node's experts for something and takes their answers.</summary>
    /// <param name="now">When it begins.</param>
    /// <param name="messages">How many are asked on each node.</param>
    /// <param name="work">For a node and the time its ask is there: when its answers are ready.</param>
    /// <returns>When all answers are in.</returns>
    public double AskAll(double now, int[] messages, Func<int, double, double> work)
    {
        free = Math.Max(free, now);
        var answers = new List<(double At, int Count)>(messages.Length);
        for (var node = 0; node < messages.Length; node++)
        {
            if (messages[node] == 0) continue;
            free += messages[node] * settings.MessageSeconds;
            answers.Add((work(node, free + settings.LinkLatencySeconds) + settings.LinkLatencySeconds, messages[node]));
        }
        answers.Sort();
        foreach (var (at, count) in answers) free = Math.Max(free, at) + (count * settings.MessageSeconds);
        return free;
    }
}
