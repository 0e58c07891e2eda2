using Moe.Actors.Simulation;

namespace Moe.Chaos.Specs.Kernel;

/// <summary>A process that a test writes as a function, and that remembers what came and when.</summary>
internal sealed class ScriptedProcess(
    Func<object, IEnumerable<SimulatedEffect>>? answer = null, params SimulatedEffect[] first) : ISimulatedProcess
{
    public List<(TimeSpan At, object Message)> Heard { get; } = [];

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => first;

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        Heard.Add((now, message));
        return answer?.Invoke(message) ?? [];
    }
}
