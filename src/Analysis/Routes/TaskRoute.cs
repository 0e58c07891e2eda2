namespace Moe.Analysis.Routes;

/// <summary>The route of one task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Category">Its category in the ontology.</param>
/// <param name="Weights">A weight for each expert of each layer, [layer][expert]; each layer's sum to one.</param>
public sealed record TaskRoute(string Task, string Category, IReadOnlyList<IReadOnlyList<float>> Weights);
