using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>Who wants to know what happens in the cluster.</summary>
internal sealed class ClusterSubscribers(IActorContext context)
{
    private readonly Dictionary<IActorRef, HashSet<Type>> _subscribers = [];

    /// <summary>Tells an actor of events of these types from now on.</summary>
    public void Add(IActorRef subscriber, IEnumerable<Type> types)
    {
        if (!_subscribers.TryGetValue(subscriber, out var known))
        {
            _subscribers[subscriber] = known = [];
            context.Watch(subscriber);
        }

        known.UnionWith(types);
    }

    /// <summary>Tells an actor no more of a type, or of any.</summary>
    public void Remove(IActorRef subscriber, Type type)
    {
        if (!_subscribers.TryGetValue(subscriber, out var types))
            return;
        if (type is not null)
            types.Remove(type);
        if (type is not null && types.Count > 0)
            return;
        _subscribers.Remove(subscriber);
        context.Unwatch(subscriber);
    }

    /// <summary>An actor has ended.</summary>
    public void Forget(IActorRef subscriber) => _subscribers.Remove(subscriber);

    /// <summary>Tells of an event.</summary>
    public void Publish(ClusterEvent.IClusterDomainEvent happened)
    {
        foreach (var (subscriber, types) in _subscribers)
        {
            if (types.Any(type => type.IsInstanceOfType(happened)))
                subscriber.Tell(happened);
        }
    }
}
