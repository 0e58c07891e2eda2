using Moe.Actors.Coordinator;
using Moe.Actors.Ports;

namespace Moe.Cluster.Runs;

/// <summary>
/// Tells an observer what happens until another coordinator has taken over: what the one before still has to say is no part of the
/// run's history any more, and its successor writes the same files.
/// </summary>
internal sealed class FencedObserver(IRunObserver observer, Func<bool> isFenced) : IRunObserver
{
    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        if (!isFenced()) observer.OnEvent(kind, step, details);
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        if (!isFenced()) observer.OnStep(step);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
        if (!isFenced()) observer.OnEvaluation(evaluation);
    }

    /// <inheritdoc/>
    public void OnRoutes(RouteRecord routes)
    {
        if (!isFenced()) observer.OnRoutes(routes);
    }

    // Not history: nothing is written, and asking each time would cost more than it.
    /// <inheritdoc/>
    public void OnPhase(RunPhase phase) => observer.OnPhase(phase);
}
