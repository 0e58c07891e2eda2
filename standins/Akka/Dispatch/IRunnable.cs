namespace Akka.Dispatch;

/// <summary>A piece of work.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>Does it.</summary>
    void Run();
}

/// <summary>A piece of work made of an action.</summary>
public sealed class ActionRunnable(Action action) : IRunnable
{
    /// <inheritdoc />
    public void Run() => action();

    /// <inheritdoc />
    public void Execute() => action();
}

/// <summary>A piece of work made of an action and what it works on.</summary>
public sealed class ActionWithStateRunnable(Action<object> actionWithState, object state) : IRunnable
{
    /// <inheritdoc />
    public void Run() => actionWithState(state);

    /// <inheritdoc />
    public void Execute() => actionWithState(state);
}
