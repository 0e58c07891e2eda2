using System.Globalization;
using System.Text;
using Moe.Model.Randomness;

namespace Moe.Actors.Simulation;

/// <summary>
/// A discrete-event simulation: a virtual clock, and events in the order of their time and then of their making. Nothing in
/// it reads a real clock or a global generator, so a seed is a whole run: the same seed gives the same events, and
/// <see cref="TraceHash"/> says whether two runs were the same.
/// </summary>
public sealed class SimulationKernel(ulong seed)
{
    private const int TraceLinesKept = 40;
    private readonly EventQueue<Action> queue = new();
    private readonly Dictionary<string, RandomDraws> draws = new(StringComparer.Ordinal);
    private readonly Queue<string> trace = new();

    /// <summary>The seed.</summary>
    public ulong Seed => seed;

    /// <summary>Virtual time since the start.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Events that have happened.</summary>
    public long Events { get; private set; }

    /// <summary>A hash of everything traced so far.</summary>
    public ulong TraceHash { get; private set; } = 14695981039346656037;

    /// <summary>Called after every event: the place of invariants that look at the whole.</summary>
    public Action? AfterEvent { get; set; }

    /// <summary>The draws of a name.</summary>
    public RandomDraws Draws(string name)
    {
        if (!draws.TryGetValue(name, out var found))
            draws.Add(name, found = new RandomDraws(RandomStream.For(seed, 0, 0, "simulation", name)));
        return found;
    }

    /// <summary>Has something happen after a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void After(TimeSpan delay, Action happen)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        queue.Add((Now + delay).Ticks, happen);
    }

    /// <summary>Notes what happens, for <see cref="TraceHash"/> and for the message of a failure.</summary>
    public void Trace(string line)
    {
        trace.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalSeconds:F6} {line}"));
        if (trace.Count > TraceLinesKept) trace.Dequeue();
        var hash = TraceHash ^ (ulong)Now.Ticks;
        foreach (var letter in line) hash = (hash ^ letter) * 1099511628211;
        TraceHash = hash;
    }

    /// <summary>Runs until a condition holds, nothing is due any more, or a virtual time has passed.</summary>
    /// <returns>Whether the condition holds.</returns>
    /// <exception cref="SimulationFailureException">Something threw on the way.</exception>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Now + limit;
        while (!condition())
        {
            if (queue.NextTime is not { } next || next > end.Ticks)
            {
                if (queue.Count > 0) Now = end;
                return condition();
            }
            Step();
        }
        return true;
    }

    /// <summary>Runs for a virtual time.</summary>
    /// <exception cref="SimulationFailureException">Something threw on the way.</exception>
    public void RunFor(TimeSpan time)
    {
        var end = Now + time;
        while (queue.NextTime is { } next && next <= end.Ticks) Step();
        Now = end;
    }

    private void Step()
    {
        queue.TryTake(out var time, out var happen);
        Now = TimeSpan.FromTicks(time);
        Events++;
        try
        {
            happen();
            AfterEvent?.Invoke();
        }
        catch (Exception failure) when (failure is not SimulationFailureException)
        {
            throw new SimulationFailureException(Describe(failure), failure);
        }
    }

    private string Describe(Exception failure)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"Seed {seed}, event {Events} at {Now.TotalSeconds:F6} s: {failure.Message}\nWhat happened last:\n"));
        foreach (var line in trace) text.Append("  ").Append(line).Append('\n');
        return text.ToString();
    }
}
