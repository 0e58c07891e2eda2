using System.Reflection;
using Akka.Actor;
using Moe.Actors.Messages;

namespace Moe.Actors.Supervision;

/// <summary>
/// The parent of one expert, router or coordinator. What escapes the child's turn stops it and is reported, so that the
/// run ends with the cause; Akka's default would start it anew, with fresh weights and nobody told. Messages are passed
/// on, and answers come from the child itself, so that who has heard from it once skips this hop.
/// </summary>
public sealed class RunGuard : ReceiveActor
{
    private readonly string name;
    private readonly Action<CoordinatorInput.Broke> report;

    /// <summary>A guard over an actor; <paramref name="report"/> is called from the guard's turn.</summary>
    public RunGuard(Props guarded, string name, Action<CoordinatorInput.Broke> report)
    {
        (this.name, this.report) = (name, report);
        var child = Context.ActorOf(guarded, "guarded");
        ReceiveAny(message => child.Forward(message));
    }

    /// <summary>Props of a guard.</summary>
    public static Props Of(Props guarded, string name, Action<CoordinatorInput.Broke> report) =>
        Props.Create(() => new RunGuard(guarded, name, report));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(escaped =>
    {
        var broke = Describe(escaped);
        report(broke);
        return FailureTable.DirectiveOf(broke.Kind);
    });

    private CoordinatorInput.Broke Describe(Exception escaped)
    {
        var cause = escaped;
        // What a constructor throws arrives wrapped, once by reflection and twice by Akka.
        while (cause is ActorInitializationException or TargetInvocationException or TypeLoadException
            && cause.InnerException is { } inner)
        {
            cause = inner;
        }
        return cause is BrokenExpertException broken
            ? new CoordinatorInput.Broke(broken.Kind, $"{broken.During} at {name}", broken.Cause)
            : new CoordinatorInput.Broke(FailureKind.Actor, $"a turn of {name}", cause);
    }
}
