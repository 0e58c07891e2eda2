using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Pattern;

namespace Akka.Cluster.Sharding;

/// <summary>The parent of regions and of the managers of their coordinators.</summary>
internal sealed class ShardingGuardian : ReceiveActor
{
    public ShardingGuardian()
    {
        Receive<Start>(start => Answer(() => Region(start)));
        Receive<StartProxy>(start => Answer(() => Proxy(start)));
    }

    // A failed start must reach the one who asked.
    private void Answer(Func<IActorRef> start)
    {
        try
        {
            Sender.Tell(start());
        }
        catch (Exception failure)
        {
            Sender.Tell(new Status.Failure(failure));
        }
    }

    private static IActorRef Region(Start start)
    {
        var name = Uri.EscapeDataString(start.TypeName);
        var manager = $"{name}Coordinator";
        if (Context.Child(manager).IsNobody())
            StartCoordinator(start, manager);
        var existing = Context.Child(name);
        if (!existing.IsNobody())
            return existing;
        var path = $"{Context.Self.Path.ToStringWithoutAddress()}/{CoordinatorPath(manager, start.Settings)}";
        return Context.ActorOf(
            Props.Create(() => new ShardRegion(
                start.TypeName, start.EntityProps, start.Settings, path, start.Extractor, start.HandOffStopMessage))
                .WithDispatcher(Context.Props.Dispatcher),
            name);
    }

    private static IActorRef Proxy(StartProxy start)
    {
        var name = Uri.EscapeDataString($"{start.TypeName}Proxy");
        var manager = $"{Uri.EscapeDataString(start.TypeName)}Coordinator";
        var path = $"{Context.Self.Path.ToStringWithoutAddress()}/{CoordinatorPath(manager, start.Settings)}";
        return Context.ActorOf(
            Props.Create(() => new ShardRegion(
                start.TypeName, null, start.Settings, path, start.Extractor, PoisonPill.Instance))
                .WithDispatcher(Context.Props.Dispatcher),
            name);
    }

    private static void StartCoordinator(Start start, string manager)
    {
        var pause = start.Settings.TuningParameters.CoordinatorFailureBackoff;
        var coordinator = Props
            .Create(() => new ShardCoordinator(start.TypeName, start.Settings, start.Strategy))
            .WithDispatcher(Context.Props.Dispatcher);
        var kept = BackoffSupervisor.Props(
            Backoff.OnStop(coordinator, "coordinator", pause, pause * 5, 0.2, -1)
                .WithFinalStopMessage(message => message is ShardCoordinator.EndCoordinator));
        var settings = start.Settings.CoordinatorSingletonSettings.WithRole(start.Settings.Role);
        Context.ActorOf(
            ClusterSingletonManager.Props(
                kept.WithDispatcher(Context.Props.Dispatcher), ShardCoordinator.EndCoordinator.Instance, settings),
            manager);
    }

    private static string CoordinatorPath(string manager, ClusterShardingSettings settings) =>
        $"{manager}/{settings.CoordinatorSingletonSettings.SingletonName}/coordinator";

    /// <summary>Start a type.</summary>
    public sealed record Start(
        string TypeName, Func<string, Props> EntityProps, ClusterShardingSettings Settings,
        IMessageExtractor Extractor, IShardAllocationStrategy Strategy, object HandOffStopMessage)
        : INoSerializationVerificationNeeded;

    /// <summary>Start a proxy of a type.</summary>
    public sealed record StartProxy(string TypeName, ClusterShardingSettings Settings, IMessageExtractor Extractor)
        : INoSerializationVerificationNeeded;
}
