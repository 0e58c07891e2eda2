namespace TorchSharp;

/// <summary>
/// The dispose scopes of one thread: the innermost open one takes every tensor that the thread makes.
/// </summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? ofThread;

    public static ThreadDisposeScopeStatistics Statistics => OfThread.Counts;

    internal static DisposeScopeManager OfThread => ofThread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Current { get; private set; }

    internal DisposeScope Open() => Current = new DisposeScope(this, Current);

    /// <summary>Gives a new tensor to the innermost scope, and answers that scope.</summary>
    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (Current is null)
        {
            Counts.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }
        Counts.TensorStatistics.CreatedInScopeCount++;
        Current.Add(tensor);
        return Current;
    }

    internal void CountDisposed(DisposeScope? owner)
    {
        if (owner is null)
            Counts.TensorStatistics.DisposedOutsideScopeCount++;
        else
            Counts.TensorStatistics.DisposedInScopeCount++;
    }

    /// <summary>Takes a closed scope out of the chain, wherever it stands in it.</summary>
    internal void Remove(DisposeScope closed)
    {
        if (Current == closed)
        {
            Current = closed.Outer;
            return;
        }
        for (var scope = Current; scope is not null; scope = scope.Outer)
        {
            if (scope.Outer == closed)
            {
                scope.Outer = closed.Outer;
                return;
            }
        }
    }
}
