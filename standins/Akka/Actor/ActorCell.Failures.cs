using System.Runtime.ExceptionServices;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    // Whose failure is not settled yet: this actor's own, or that of a child which was escalated.
    private IActorRef _failed;
    private IActorRef _failingChild;

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
                ExceptionDispatchInfo.Capture(failed.Cause).Throw();
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
}
