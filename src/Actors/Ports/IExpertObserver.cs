using Moe.Model;

namespace Moe.Actors.Ports;

/// <summary>What an expert's time goes into.</summary>
public enum ExpertWork
{
    /// <summary>A micro-batch forward.</summary>
    Forward,

    /// <summary>A micro-batch backward, to its input.</summary>
    Backward,

    /// <summary>Adding the gradients of weights.</summary>
    Gradient,

    /// <summary>Measuring gradients and applying them.</summary>
    Update,
}

/// <summary>
/// What the outside sees of the experts of a node; called from their actors and from lanes, by several at once. Calls must return
/// quickly.
/// </summary>
public interface IExpertObserver
{
    /// <summary>An expert has its buffers here.</summary>
    /// <param name="expert">Which.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="bytes">What they take once it has been updated.</param>
    void OnStarted(ExpertId expert, string device, long bytes);

    /// <summary>An expert has stopped or gone to another node.</summary>
    void OnStopped(ExpertId expert);

    /// <summary>Is given each piece of an expert's work as it is queued.</summary>
    /// <returns>The work to queue in its place, which does the same.</returns>
    Func<T> Watch<T>(ExpertId expert, ExpertWork kind, Func<T> work);
}
