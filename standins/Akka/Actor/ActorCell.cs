using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// What stands around an actor and outlives its instances: mailbox, children, watches, and the handling of messages
/// and failures. Everything but sending and making children happens on the one thread that runs the actor.
/// </summary>
public partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell _current;

    private readonly ActorSystemImpl _system;
    private readonly LocalActorRef _self;
    private readonly IInternalActorRef _parent;
    private readonly Stack<Receive> _behaviors = new(1);
    private ActorBase _actor;
    private ActorTaskScheduler _taskScheduler;

    internal ActorCell(
        ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent,
        MailboxType mailboxType)
    {
        _system = system;
        _self = self;
        _parent = parent;
        Props = props;
        Dispatcher = dispatcher;
        Mailbox = new Mailbox(mailboxType.Create(self, system));
        Mailbox.SetActor(this);
    }

    /// <summary>The cell whose actor runs on this thread, or null.</summary>
    internal static ActorCell Current
    {
        get => _current;
        set => _current = value;
    }

    /// <inheritdoc />
    public IActorRef Self => _self;

    /// <inheritdoc />
    public Props Props { get; }

    /// <inheritdoc />
    public IActorRef Sender { get; private set; }

    /// <inheritdoc />
    public ActorSystem System => _system;

    /// <summary>The system.</summary>
    public ActorSystemImpl SystemImpl => _system;

    /// <summary>The supervisor.</summary>
    public IInternalActorRef Parent => _parent;

    IActorRef IActorContext.Parent => _parent;

    /// <inheritdoc />
    public MessageDispatcher Dispatcher { get; }

    /// <summary>What waits for the actor.</summary>
    public Mailbox Mailbox { get; }

    /// <summary>The message that is being handled.</summary>
    public object CurrentMessage { get; internal set; }

    /// <summary>How many messages have been handled; tells one from the next.</summary>
    public int CurrentEnvelopeId { get; private set; }

    /// <summary>Runs the pieces of asynchronous handlers.</summary>
    public virtual ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    /// <summary>Whether the actor has ended.</summary>
    public bool IsTerminated => Mailbox.IsClosed;

    /// <summary>Whether messages wait.</summary>
    public bool HasMessages => Mailbox.MessageQueue.HasMessages;

    /// <summary>How many messages wait.</summary>
    public int NumberOfMessages => Mailbox.MessageQueue.Count;

    internal Mailboxes Mailboxes => _system.Mailboxes;

    internal ActorBase Actor => _actor;

    internal bool HasActor { get; private set; } = true;

    /// <summary>The actor that runs on this thread, or null.</summary>
    public static IActorRef GetCurrentSelfOrNoSender() => _current?._self;

    /// <summary>The sender of the message that is being handled on this thread, or null.</summary>
    public static IActorRef GetCurrentSenderOrNoSender() => _current?.Sender;

    /// <summary>Makes the actor ready and lets it run.</summary>
    internal void Start()
    {
        Dispatcher.Register(this);
        Mailbox.EnqueueSystem(_self, new Create());
        Dispatcher.Schedule(Mailbox, hasSystem: true);
    }

    /// <summary>Takes a message of a user.</summary>
    internal void SendMessage(object message, IActorRef sender)
    {
        if (_system.SerializeMessages)
            message = _system.Serialization.RoundTrip(message);
        var envelope = new Envelope(message, sender ?? _system.DeadLetters);
        Mailbox.MessageQueue.Enqueue(_self, envelope);
        if (Mailbox.IsClosed)
            Mailbox.CleanUp();
        else
            Dispatcher.Schedule(Mailbox, hasSystem: false);
    }

    /// <summary>Takes a message of the library.</summary>
    public virtual void SendSystemMessage(ISystemMessage systemMessage)
    {
        Mailbox.EnqueueSystem(_self, (SystemMessage)systemMessage);
        Dispatcher.Schedule(Mailbox, hasSystem: true);
    }

    /// <inheritdoc />
    public void Become(Receive receive)
    {
        if (_behaviors.Count > 0)
            _behaviors.Pop();
        _behaviors.Push(receive);
    }

    /// <inheritdoc />
    public void BecomeStacked(Receive receive) => _behaviors.Push(receive);

    /// <inheritdoc />
    public void UnbecomeStacked()
    {
        if (_behaviors.Count > 1)
            _behaviors.Pop();
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Always(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Always(receive));

    /// <inheritdoc />
    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, _system, _self);

    /// <inheritdoc />
    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, _system);

    /// <summary>Handles one message of a user.</summary>
    internal void Invoke(Envelope envelope)
    {
        var message = envelope.Message;
        CurrentMessage = message;
        CurrentEnvelopeId++;
        Sender = envelope.Sender;
        var counts = message is not INotInfluenceReceiveTimeout;
        if (counts)
            StopReceiveTimeout();
        try
        {
            if (message is IAutoReceivedMessage)
                AutoReceive(message);
            else
                ReceiveMessage(message);
            CurrentMessage = null;
        }
        catch (Exception cause)
        {
            Fail(cause);
        }
        finally
        {
            if (!Mailbox.IsSuspended)
                CheckReceiveTimeout(counts);
        }
    }

    /// <summary>Handles a message that every actor understands.</summary>
    internal void AutoReceive(object message)
    {
        if (_system.Settings.DebugAutoReceive)
            PublishDebug($"received AutoReceiveMessage {message}");
        switch (message)
        {
            case Terminated terminated:
                DeliverTerminated(terminated);
                break;
            case AddressTerminated gone:
                HandleAddressTerminated(gone.Address);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                global::Akka.Actor.ActorSelection.Deliver(_self, Sender, selection);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
        }
    }

    private static Receive Always(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void ReceiveMessage(object message)
    {
        var handled = _actor.AroundReceive(_behaviors.Peek(), message);
        if (_system.Settings.AddLoggingReceive && _actor is ILogReceive)
            PublishDebug($"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}");
    }

    private Type ActorType => _actor?.GetType() ?? GetType();

    private void Publish(LogEvent logged) => _system.EventStream.Publish(logged);

    private void PublishDebug(string text) => Publish(new Debug(_self.Path.ToString(), ActorType, text));
}
