using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    private readonly Queue<SystemMessage> _later = new(0);
    private IActorRef _failed;
    private IActorRef _failingChild;

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

    // Nothing of users is handled until the supervisor has decided.
    private void Fail(Exception cause)
    {
        if (_failed is not null)
            return;
        var spared = _failingChild;
        _failed = spared ?? _self;
        Mailbox.Suspend();
        ForEachChild(child =>
        {
            if (!child.Equals(spared))
                child.Suspend();
        });
        _parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
    }

    private void HandleFailed(Failed failed)
    {
        if (!TryGetChild(failed.Child, out var stats) || stats.Uid != failed.Uid)
        {
            PublishDebug($"Dropping Failed({failed.Cause}) from unknown child {failed.Child}");
            return;
        }

        CurrentMessage = failed;
        Sender = failed.Child;
        _failingChild = failed.Child;
        try
        {
            if (!_actor.Strategy.HandleFailure(this, failed.Child, failed.Cause, stats, ChildStats()))
                global::System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failed.Cause).Throw();
        }
        catch (Exception cause)
        {
            Fail(cause);
        }
        finally
        {
            _failingChild = null;
            CurrentMessage = null;
        }
    }

    private void ResumeAfter(Exception cause)
    {
        if (_actor is null)
        {
            BeginCreationAgain();
            return;
        }

        var culprit = _failed;
        Mailbox.Resume();
        if (cause is not null)
            _failed = null;
        ForEachChild(child => child.Resume(child.Equals(culprit) ? cause : null));
        if (!Mailbox.IsSuspended)
            CheckReceiveTimeout(reschedule: true);
    }

    private void BeginRestart(Exception cause)
    {
        if (_actor is null)
        {
            BeginCreationAgain();
            return;
        }

        if (_pending == PendingStep.Terminate)
        {
            ResumeAfter(null);
            return;
        }

        var old = _actor;
        var message = CurrentMessage;
        try
        {
            if (_system.Settings.DebugLifecycle)
                PublishDebug("Restarting");
            old.AroundPreRestart(cause, message);
            (old as IActorStash)?.Stash?.UnstashAll();
        }
        catch (Exception failure)
        {
            var wrapped = new PreRestartException(_self, failure, cause, message);
            Publish(new Error(wrapped, _self.Path.ToString(), old.GetType(), failure.Message));
        }

        DetachActor(keepInstance: true);
        if (!WaitForChildren(PendingStep.Recreate, cause))
            FinishRestart(cause);
    }

    private void FinishRestart(Exception cause)
    {
        var survivors = ChildStats();
        try
        {
            CurrentMessage = null;
            Mailbox.Resume();
            _failed = null;
            _actor = NewActor();
            _actor.AroundPostRestart(cause, null);
            if (_system.Settings.DebugLifecycle)
                PublishDebug($"Restarted ({_actor})");
            foreach (var survivor in survivors)
                survivor.Child.Restart(cause);
            if (!Mailbox.IsSuspended)
                CheckReceiveTimeout(reschedule: true);
        }
        catch (Exception failure)
        {
            DetachActor();
            Fail(new PostRestartException(_self, failure, cause));
        }
    }

    private void BeginCreationAgain()
    {
        SetReceiveTimeout(null);
        StopReceiveTimeout();
        StopChildren();
        if (!WaitForChildren(PendingStep.Create, null))
            FinishCreationAgain();
    }

    private void FinishCreationAgain()
    {
        Mailbox.Resume();
        _failed = null;
        try
        {
            CreateActor(null);
        }
        catch (Exception cause)
        {
            Fail(cause);
        }
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
        _parent.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
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
