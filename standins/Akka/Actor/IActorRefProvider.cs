using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>
/// Makes and finds references. This is where an implementation that reaches other processes takes its place:
/// configuration names it in <c>akka.actor.provider</c>.
/// </summary>
public interface IActorRefProvider
{
    /// <summary>The top actor.</summary>
    IInternalActorRef RootGuardian { get; }

    /// <summary>The parent of actors made by users.</summary>
    LocalActorRef Guardian { get; }

    /// <summary>The parent of actors made by the library.</summary>
    LocalActorRef SystemGuardian { get; }

    /// <summary>Takes what cannot be delivered.</summary>
    IActorRef DeadLetters { get; }

    /// <summary>Drops everything in silence.</summary>
    IActorRef IgnoreRef { get; }

    /// <summary>The path of the top actor.</summary>
    ActorPath RootPath { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>What configuration says about actors by path.</summary>
    Deployer Deployer { get; }

    /// <summary>Where the references of questions are.</summary>
    IInternalActorRef TempContainer { get; }

    /// <summary>Ends when the top actor has.</summary>
    Task TerminationTask { get; }

    /// <summary>The address under which others reach this system, or its local one.</summary>
    Address DefaultAddress { get; }

    /// <summary>Makes the guardians.</summary>
    void Init(ActorSystemImpl system);

    /// <summary>A new path for a question.</summary>
    ActorPath TempPath();

    /// <summary>Makes the reference of a question findable.</summary>
    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    /// <summary>Forgets the reference of a question.</summary>
    void UnregisterTempActor(ActorPath path);

    /// <summary>The reference of a question.</summary>
    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);

    /// <summary>Makes an actor, not yet started.</summary>
    IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService,
        Deploy deploy, bool lookupDeploy, bool async);

    /// <summary>The reference of a path in text.</summary>
    IActorRef ResolveActorRef(string path);

    /// <summary>The reference of a path.</summary>
    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>The top actor at an address.</summary>
    IActorRef RootGuardianAt(Address address);

    /// <summary>The address of this system as seen from <paramref name="address"/>, or null.</summary>
    Address GetExternalAddressFor(Address address);
}
