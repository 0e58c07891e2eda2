using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the pieces of asynchronous handlers inside their actor, between messages of users, so that they see the
/// actor's state without locks.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message that the asynchronous handler is working on.</summary>
    public object CurrentMessage { get; private set; }

    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs an action with the mailbox suspended until it is done.</summary>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs an asynchronous action; the actor handles no other message of users until it is done.</summary>
    /// <exception cref="InvalidOperationException">No actor is running.</exception>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        var scheduler = cell.TaskScheduler;
        scheduler.CurrentMessage = cell.CurrentMessage;
        cell.Mailbox.Suspend();
        var all = Task.Factory
            .StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, scheduler)
            .Unwrap();
        if (all.IsCompleted)
            scheduler.Finish(all);
        else
            all.ContinueWith(scheduler.Finish, CancellationToken.None, TaskContinuationOptions.None, scheduler);
    }

    internal void Execute(Task task) => TryExecuteTask(task);

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        var inside = ReferenceEquals(ActorCell.Current, _cell);
        if (inside && (task.CreationOptions & TaskCreationOptions.LongRunning) == 0)
            TryExecuteTask(task);
        else
            _cell.SendSystemMessage(new RunContinuation(this, task));
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks() => null;

    private void Finish(Task all)
    {
        var failure = all.Status switch
        {
            TaskStatus.Canceled => new TaskCanceledException(),
            TaskStatus.Faulted => all.Exception.InnerExceptions.Count == 1
                ? all.Exception.InnerExceptions[0]
                : all.Exception,
            _ => null,
        };
        var message = CurrentMessage;
        CurrentMessage = null;
        if (failure is null)
        {
            _cell.Mailbox.Resume();
            _cell.RestartReceiveTimeout(message);
        }
        else
        {
            _cell.SendSystemMessage(new HandlerFailed(message, failure));
        }
    }
}
