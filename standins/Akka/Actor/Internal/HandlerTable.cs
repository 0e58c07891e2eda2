namespace Akka.Actor.Internal;

/// <summary>An actor with something to do after its constructor.</summary>
public interface IInitializableActor
{
    /// <summary>Called after the constructor.</summary>
    void Init();
}

/// <summary>Handlers in the order in which they were named.</summary>
internal sealed class HandlerTable
{
    private readonly List<Func<object, bool>> _handlers = [];
    private bool _catchesAll;

    public void Add<T>(Action<T> handler, Predicate<T> shouldHandle)
    {
        Append(
            shouldHandle is null
                ? message =>
                {
                    if (message is not T typed)
                        return false;
                    handler(typed);
                    return true;
                }
        : message =>
        {
            if (message is not T typed || !shouldHandle(typed))
                return false;
            handler(typed);
            return true;
        },
            all: shouldHandle is null && typeof(T) == typeof(object));
    }

    public void Add(Type type, Action<object> handler, Predicate<object> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(type);
        Append(
            message =>
            {
                if (!type.IsInstanceOfType(message) || (shouldHandle is not null && !shouldHandle(message)))
                    return false;
                handler(message);
                return true;
            },
            all: shouldHandle is null && type == typeof(object));
    }

    public void Add<T>(Func<T, bool> handler) => Append(message => message is T typed && handler(typed), all: false);

    public void Add(Type type, Func<object, bool> handler) =>
        Append(message => type.IsInstanceOfType(message) && handler(message), all: false);

    public void AddAny(Action<object> handler) => Add(handler, null);

    public bool TryHandle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler(message))
                return true;
        }

        return false;
    }

    private void Append(Func<object, bool> handler, bool all)
    {
        if (_catchesAll)
            throw new InvalidOperationException(
                "A handler that catches all messages has been added. No handler can be added after that.");
        _catchesAll = all;
        _handlers.Add(handler);
    }
}
