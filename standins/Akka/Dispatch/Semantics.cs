using Akka.Actor;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>What a queue can do.</summary>
public interface ISemantics;

/// <summary>The queue has no limit.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>Messages can be put in front.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    /// <summary>Puts a message in front of all others.</summary>
    void EnqueueFirst(Envelope envelope);
}

/// <summary>No limit, and messages can be put in front.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics
    : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Worn by actors that need a queue of a kind.</summary>
public interface IRequiresMessageQueue<T> where T : ISemantics;

/// <summary>Worn by mailbox types that make a queue of a kind.</summary>
public interface IProducesMessageQueue<TQueue> where TQueue : IMessageQueue;
