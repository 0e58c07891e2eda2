using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Brings events to those who subscribed to their kind.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    private readonly Lock _lock = new();
    private ImmutableArray<(TClassifier Classifier, TSubscriber Subscriber)> _subscriptions = [];
    private Dictionary<TClassifier, TSubscriber[]> _byClassifier = [];

    /// <summary>Subscribes; false when that was done before.</summary>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
        {
            if (_subscriptions.Contains((classifier, subscriber)))
                return false;
            Change(_subscriptions.Add((classifier, subscriber)));
            return true;
        }
    }

    /// <summary>Takes every subscription of a subscriber back.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber)
    {
        lock (_lock)
            return Change(_subscriptions.RemoveAll(s => Equals(s.Subscriber, subscriber)));
    }

    /// <summary>Takes one subscription back.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
            return Change(_subscriptions.Remove((classifier, subscriber)));
    }

    /// <summary>Brings an event to its subscribers.</summary>
    public virtual void Publish(TEvent @event)
    {
        var classifier = GetClassifier(@event);
        if (!_byClassifier.TryGetValue(classifier, out var subscribers))
            subscribers = Find(classifier);
        foreach (var subscriber in subscribers)
            Publish(@event, subscriber);
    }

    /// <summary>Whether one kind includes another.</summary>
    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    /// <summary>Brings an event to one subscriber.</summary>
    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    /// <summary>Whether an event is of a kind.</summary>
    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    /// <summary>The kind of an event.</summary>
    protected abstract TClassifier GetClassifier(TEvent @event);

    private TSubscriber[] Find(TClassifier classifier)
    {
        lock (_lock)
        {
            TSubscriber[] found =
            [
                .. _subscriptions.Where(s => IsSubClassification(s.Classifier, classifier))
                    .Select(s => s.Subscriber).Distinct(),
            ];
            // Readers look at the table without a lock, so it is never changed, only replaced.
            _byClassifier = new Dictionary<TClassifier, TSubscriber[]>(_byClassifier) { [classifier] = found };
            return found;
        }
    }

    private bool Change(ImmutableArray<(TClassifier, TSubscriber)> subscriptions)
    {
        var changed = subscriptions.Length != _subscriptions.Length;
        _subscriptions = subscriptions;
        if (changed)
            _byClassifier = [];
        return changed;
    }
}

/// <summary>Brings events to actors.</summary>
public abstract class ActorEventBus<TEvent, TClassifier> : EventBus<TEvent, TClassifier, IActorRef>;
