using Moe.Actors.Coordinator;
using Moe.Actors.Ports;

namespace Moe.Cluster.Telemetry;

/// <summary>Tells several observers, in order. The ledger comes first: what it cannot write nobody shall show.</summary>
internal sealed class CompositeObserver(params IReadOnlyList<IRunObserver> observers) : IRunObserver
{
    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        foreach (var observer in observers) observer.OnEvent(kind, step, details);
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        foreach (var observer in observers) observer.OnStep(step);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
        foreach (var observer in observers) observer.OnEvaluation(evaluation);
    }

    /// <inheritdoc/>
    public void OnPhase(RunPhase phase)
    {
        foreach (var observer in observers) observer.OnPhase(phase);
    }

    /// <inheritdoc/>
    public void OnRoutes(RouteRecord routes)
    {
        foreach (var observer in observers) observer.OnRoutes(routes);
    }
}
