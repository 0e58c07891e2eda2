namespace Moe.Cluster.Runs;

/// <summary>Something that an actor did.</summary>
/// <param name="At">When.</param>
/// <param name="Node">On which node.</param>
/// <param name="Actor">An expert's name, or what the actor is: coordinator, router, node.</param>
/// <param name="What">What, in plain words.</param>
internal sealed record ActorLogLine(DateTimeOffset At, string Node, string Actor, string What);
