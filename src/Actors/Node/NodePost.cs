using Akka.Actor;
using Moe.Actors.Messages;

namespace Moe.Actors.Node;

/// <summary>What the agent of a node works with.</summary>
/// <param name="Services">What the node's actors share.</param>
/// <param name="Description">What the node can do.</param>
/// <param name="RunHash">Hash of its run's settings.</param>
/// <param name="RunText">Its run's settings as text.</param>
/// <param name="Coordinator">The coordinator, wherever it is.</param>
/// <param name="Shards">Takes the plan of experts.</param>
/// <param name="Outcome">Set when the run is over, or the node may not take part.</param>
/// <param name="Released">Set when the node may go.</param>
public sealed record NodePost(
    NodeServices Services, NodeDescription Description, string RunHash, string RunText, IActorRef Coordinator, PlannedShards Shards,
    TaskCompletionSource<RunOutcome> Outcome, TaskCompletionSource Released);
