namespace TorchSharp;

/// <summary>
/// Holds the tensors that its thread makes while it is the innermost open scope, and disposes them when it closes.
/// It must be closed on the thread that opened it, and never live across an await.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly Lock exclusive = new();
    private DisposeScopeManager? manager;
    private HashSet<IDisposable> held = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) => (this.manager, Outer) = (manager, outer);

    internal DisposeScope? Outer { get; set; }

    /// <summary>What the scope holds now; later changes do not show in the list.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = OpenManager;
            lock (exclusive)
                return [.. held];
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = OpenManager;
            return held.Count;
        }
    }

    private DisposeScopeManager OpenManager =>
        manager ?? throw new ObjectDisposedException(typeof(DisposeScope).FullName);

    public bool Contains(IDisposable disposable)
    {
        lock (exclusive)
            return held.Contains(disposable);
    }

    /// <summary>Hands tensors over to another scope, or to nobody where there is none.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        _ = OpenManager;
        if (scope is null)
        {
            Detach(disposables);
            return;
        }
        foreach (var disposable in disposables)
        {
            if (Remove(disposable))
                scope.Take(disposable);
        }
    }

    /// <summary>Takes tensors out of the scope, so that whoever asks disposes them.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        var counts = OpenManager.Counts.TensorStatistics;
        foreach (var disposable in disposables)
        {
            if (!Remove(disposable) || disposable is not torch.Tensor tensor)
                continue;
            counts.DetachedFromScopeCount++;
            tensor.Owner = null;
        }
    }

    /// <summary>Takes tensors into the scope, from whatever scope holds them.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var counts = OpenManager.Counts.TensorStatistics;
        var list = disposables.ToList();
        foreach (var disposable in list)
        {
            if (Take(disposable))
                counts.AttachedToScopeCount++;
        }
        return list;
    }

    /// <summary>Disposes all but some, which stay in the scope.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = OpenManager;
        HashSet<IDisposable> before;
        lock (exclusive)
        {
            before = held;
            held = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        }
        foreach (var disposable in before)
        {
            if (!Contains(disposable))
                disposable.Dispose();
        }
    }

    public void Dispose()
    {
        if (manager is null)
            return;
        DisposeEverything();
        manager.Remove(this);
        manager = null;
    }

    /// <summary>
    /// To be called when something that the scope holds was disposed by hand; tensors do so themselves.
    /// </summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = OpenManager;
        if (disposable is torch.Tensor tensor)
            Forget(tensor);
        else
            Remove(disposable);
    }

    /// <summary>Lets go of a tensor that is being disposed; never throws, as a finaliser calls it too.</summary>
    internal void Forget(torch.Tensor tensor)
    {
        Remove(tensor);
        tensor.Owner = null;
    }

    internal void Add(torch.Tensor tensor)
    {
        lock (exclusive)
            held.Add(tensor);
    }

    private bool Remove(IDisposable disposable)
    {
        lock (exclusive)
            return held.Remove(disposable);
    }

    private bool Take(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor)
            throw new InvalidOperationException("DisposeScope can only manage Tensor");
        var before = tensor.Owner;
        if (before == this)
            return false;
        Add(tensor);
        before?.Remove(tensor);
        tensor.Owner = this;
        return true;
    }
}
