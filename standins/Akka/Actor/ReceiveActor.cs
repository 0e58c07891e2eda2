using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor with a handler for each type of message. Handlers are named in the constructor or in Become; the first
/// that fits is called.
/// </summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private HandlerTable _present;
    private HandlerTable _open = new();

    /// <summary>Opens the list of handlers.</summary>
    protected ReceiveActor() { }

    void IInitializableActor.Init()
    {
        _present ??= _open;
        _open = null;
    }

    /// <inheritdoc />
    protected sealed override void OnReceive(object message) => Handle(_present, message);

    /// <summary>Replaces the handlers by those that <paramref name="configure"/> names.</summary>
    protected void Become(Action configure)
    {
        var table = TableOf(configure);
        Become(message => Handle(table, message));
    }

    /// <summary>Puts the handlers that <paramref name="configure"/> names over the present ones.</summary>
    protected void BecomeStacked(Action configure)
    {
        var table = TableOf(configure);
        BecomeStacked(message => Handle(table, message));
    }

    /// <summary>Handles messages of a type.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) =>
        Open().Add(handler, shouldHandle);

    /// <summary>Handles messages of a type for which <paramref name="shouldHandle"/> is true.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of a type.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Open().Add(messageType, handler, shouldHandle);

    /// <summary>Handles messages of a type for which <paramref name="shouldHandle"/> is true.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of a type; the handler tells whether it took the message.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Open().Add(handler);

    /// <summary>Handles messages of a type; the handler tells whether it took the message.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler) => Open().Add(messageType, handler);

    /// <summary>Handles every message.</summary>
    protected void ReceiveAny(Action<object> handler) => Open().AddAny(handler);

    /// <summary>Handles messages of a type asynchronously; no other message is handled meanwhile.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
        Receive(Synchronous(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})" />
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) =>
        Receive(Synchronous(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})" />
    protected void ReceiveAsync(
        Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Receive(messageType, Synchronous(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})" />
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Synchronous(handler), shouldHandle);

    /// <summary>Handles every message asynchronously; no other message is handled meanwhile.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Synchronous(handler));

    private static Action<T> Synchronous<T>(Func<T, Task> handler) =>
        message => ActorTaskScheduler.RunTask(() => handler(message));

    private void Handle(HandlerTable table, object message)
    {
        if (!table.TryHandle(message))
            Unhandled(message);
    }

    private HandlerTable TableOf(Action configure)
    {
        var outer = _open;
        var table = _open = new HandlerTable();
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }

        return table;
    }

    private HandlerTable Open() => _open ?? throw new InvalidOperationException(
        "You may only call Receive-methods when constructing the actor and inside Become().");
}
