namespace Moe.Chaos.Specs.Simulation;

/// <summary>One promise of the protocol broken on purpose: the simulation has to find each.</summary>
internal enum ProtocolMutation
{
    None,

    /// <summary>An expert takes a message of any epoch for one of its own.</summary>
    EpochsIgnored,

    /// <summary>An expert adds a micro-batch again when a later try of it comes.</summary>
    AddedAgain,

    /// <summary>An expert adds micro-batches in order of arrival.</summary>
    OrderOfArrival,

    /// <summary>The coordinator commits when the first expert has answered.</summary>
    CommitsWithoutWaiting,

    /// <summary>An expert believes what it holds to be the version it is to go back to.</summary>
    RestoresWrongVersion,

    /// <summary>A copy for a snapshot is made when the step has ended, though labelled with its beginning.</summary>
    CopiesTooLate,

    /// <summary>What a node keeps of an expert is taken for its state before a later step, though the expert has changed.</summary>
    ChangedTakenForUnchanged,

    /// <summary>The gradients of replicas are summed in order of arrival.</summary>
    ReplicasInOrderOfArrival,

    /// <summary>A replica updates with its own gradient in place of the sum.</summary>
    ReplicaKeepsItsOwn,

    /// <summary>Nothing lost is asked for again.</summary>
    NeverAsksAgain,
}
