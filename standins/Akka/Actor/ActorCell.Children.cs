using System.Globalization;
using Akka.Actor.Internal;

namespace Akka.Actor;

public partial class ActorCell
{
    private enum PendingStep
    {
        None,
        Create,
        Recreate,
        Terminate,
    }

    // A reserved name has no stats yet. Children may be made, and looked up, from any thread.
    private readonly Dictionary<string, ChildRestartStats> _children = [];
    private readonly HashSet<IActorRef> _dying = [];
    private PendingStep _pending;
    private Exception _pendingCause;
    private bool _sealed;
    private long _names = -1;

    /// <inheritdoc />
    public virtual IActorRef ActorOf(Props props, string name = null) => MakeChild(props, name, systemService: false);

    /// <summary>Makes a child from any thread.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string name = null) =>
        MakeChild(props, name, isSystemService);

    /// <inheritdoc />
    public IActorRef Child(string name) => GetSingleChild(name);

    /// <summary>The child of a name, or the reference to no actor.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#');
        var uid = hash < 0 ? 0 : long.Parse(name.AsSpan(hash + 1), CultureInfo.InvariantCulture);
        if (hash >= 0)
            name = name[..hash];
        lock (_children)
        {
            return _children.TryGetValue(name, out var stats) && stats is not null && (uid == 0 || uid == stats.Uid)
                ? stats.Child
                : ActorRefs.Nobody;
        }
    }

    /// <summary>The children.</summary>
    public IEnumerable<IInternalActorRef> GetChildren() => ChildStats().Select(stats => stats.Child);

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    /// <inheritdoc />
    public void Stop(IActorRef child)
    {
        lock (_children)
        {
            if (IsChild(child, out _))
                _dying.Add(child);
        }

        ((IInternalActorRef)child).Stop();
    }

    private IActorRef MakeChild(Props props, string name, bool systemService)
    {
        if (name is null)
            name = "$" + NameOf(Interlocked.Increment(ref _names));
        else
            CheckName(name);
        lock (_children)
        {
            if (_sealed || _pending == PendingStep.Terminate)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            if (!_children.TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }

        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(_self.Path, name, ActorUid.Next());
            child = _system.Provider.ActorOf(
                _system, props, _self, path, systemService, props.Deploy, lookupDeploy: true, async: false);
        }
        catch
        {
            lock (_children)
                _children.Remove(name);
            throw;
        }

        lock (_children)
            _children[name] = new ChildRestartStats(child);
        child.Start();
        return child;
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and " +
                $"can only contain these special characters: {ActorPath.ValidSymbols}.");
    }

    // The names of nameless children: a, b, c and so on in base 64.
    private static string NameOf(long number)
    {
        const string digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        var name = "";
        do
        {
            name += digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);
        return name;
    }

    private bool IsChild(IActorRef actor, out ChildRestartStats stats) =>
        _children.TryGetValue(actor.Path.Name, out stats) && stats is not null && stats.Child.Equals(actor);

    private bool TryGetChild(IActorRef actor, out ChildRestartStats stats)
    {
        lock (_children)
            return IsChild(actor, out stats);
    }

    private List<ChildRestartStats> ChildStats()
    {
        lock (_children)
            return [.. _children.Values.Where(stats => stats is not null)];
    }

    private void ForEachChild(Action<IInternalActorRef> action)
    {
        foreach (var stats in ChildStats())
            action(stats.Child);
    }

    private void StopChildren() => ForEachChild(Stop);

    // False when no child is ending, so that the step can be taken at once.
    private bool WaitForChildren(PendingStep step, Exception cause)
    {
        lock (_children)
        {
            if (step == PendingStep.Terminate)
                _sealed = true;
            if (_dying.Count == 0)
                return false;
            _pending = step;
            _pendingCause = cause;
            return true;
        }
    }

    private void SealChildren()
    {
        lock (_children)
        {
            _sealed = true;
            _pending = PendingStep.Terminate;
        }
    }

    private void HandleChildDeath(IActorRef child)
    {
        PendingStep due;
        Exception cause;
        lock (_children)
        {
            _children.Remove(child.Path.Name);
            _dying.Remove(child);
            due = _dying.Count == 0 ? _pending : PendingStep.None;
            cause = _pendingCause;
            if (due != PendingStep.None)
            {
                _pending = PendingStep.None;
                _pendingCause = null;
            }
        }

        if (_actor is not null && HasActor)
            _actor.Strategy.HandleChildTerminated(this, child, GetChildren());
        switch (due)
        {
            case PendingStep.Create:
                FinishCreationAgain();
                break;
            case PendingStep.Recreate:
                FinishRestart(cause);
                break;
            case PendingStep.Terminate:
                FinishTermination();
                break;
        }
    }
}
