using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    private readonly Queue<SystemMessage> _later = new(0);

    /// <summary>Handles one message of the library, and those that waited for it.</summary>
    internal void SystemInvoke(SystemMessage message)
    {
        Handle(message);
        while (_later.Count > 0 && !IsTerminated && !MustWait(_later.Peek()))
            Handle(_later.Dequeue());
        if (IsTerminated)
        {
            while (_later.TryDequeue(out var rest))
                _system.DeadLetterSystem(_self, rest);
        }
    }

    private void Handle(SystemMessage message)
    {
        if (MustWait(message))
        {
            _later.Enqueue(message);
            return;
        }

        try
        {
            Dispatch(message);
        }
        catch (Exception cause)
        {
            Fail(cause);
        }
    }

    private bool MustWait(SystemMessage message) =>
        (message.WaitsForChildren && _pending is PendingStep.Create or PendingStep.Recreate)
        && message.WaitsForChildren
        || (message.WaitsWhileSuspended && Mailbox.IsSuspended);

    private void Dispatch(SystemMessage message)
    {
        switch (message)
        {
            case RunContinuation continuation:
                CurrentMessage = TaskScheduler.CurrentMessage;
                continuation.Run();
                CurrentMessage = null;
                break;
            case HandlerFailed failed:
                CurrentMessage = failed.Message;
                Mailbox.Resume();
                Fail(failed.Cause);
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification gone:
                HandleDeath(gone);
                break;
            case Create create:
                CreateActor(create.Failure);
                break;
            case Watch watch:
                AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case Recreate recreate:
                BeginRestart(recreate.Cause);
                break;
            case Suspend:
                Mailbox.Suspend();
                ForEachChild(child => child.Suspend());
                break;
            case Resume resume:
                ResumeAfter(resume.CausedByFailure);
                break;
            case Terminate:
                BeginTermination();
                break;
            default:
                throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    private void CreateActor(Exception failure)
    {
        if (failure is not null)
            throw failure;
        try
        {
            _actor = NewActor();
            _actor.AroundPreStart();
            CheckReceiveTimeout(reschedule: true);
            if (_system.Settings.DebugLifecycle)
                PublishDebug($"Started ({_actor})");
        }
        catch (Exception cause)
        {
            DetachActor();
            throw new ActorInitializationException(_self, "Exception during creation", cause);
        }
    }

    private ActorBase NewActor()
    {
        _behaviors.Clear();
        HasActor = true;
        var actor = Props.NewActor()
            ?? throw new ActorInitializationException(_self, "Actor instance passed to actorOf can't be 'null'");
        actor.Attach();
        if (_behaviors.Count == 0)
            throw new ActorInitializationException(_self, "The factory gave an instance that was made elsewhere.");
        if (Props.SupervisorStrategy is { } given)
            actor.Strategy = given;
        if (actor is IWithTimers timed)
            timed.Timers = new TimerScheduler(this);
        if (actor is IActorStash stashing)
            stashing.Stash = new ActorStash(this);
        (actor as IInitializableActor)?.Init();
        return actor;
    }

    private void BeginTermination()
    {
        SetReceiveTimeout(null);
        StopReceiveTimeout();
        UnwatchAll();
        StopChildren();
        var already = _pending == PendingStep.Terminate;
        if (!WaitForChildren(PendingStep.Terminate, null))
        {
            FinishTermination();
        }
        else if (!already)
        {
            Mailbox.Suspend();
            _failed = _self;
            if (_system.Settings.DebugLifecycle)
                PublishDebug("Stopping");
        }
    }

    private void FinishTermination()
    {
        SealChildren();
        try
        {
            _actor?.AroundPostStop();
            (_actor as IActorStash)?.Stash?.UnstashAll();
        }
        catch (Exception failure)
        {
            Publish(new Error(failure, _self.Path.ToString(), ActorType, failure.Message));
        }

        Mailbox.Close();
        Dispatcher.Unregister(this);
        _parent.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        TellWatchers();
        UnwatchAll();
        if (_system.Settings.DebugLifecycle)
            PublishDebug("Stopped");
        DetachActor();
        CurrentMessage = null;
        Sender = null;
    }

    // The instance must not reach its context any more; a restart keeps it until the next one is there.
    private void DetachActor(bool keepInstance = false)
    {
        HasActor = false;
        if (_actor is null)
            return;
        _actor.Detach(_self);
        if (!keepInstance)
            _actor = null;
    }
}
