namespace Moe.Model;

/// <summary>
/// The one legend for letters at the end of tensor names, for the whole repository, and the check that goes with it.
/// B batch rows, T source tokens, U target tokens, N tokens of a whole batch (B*T or B*U) or, for tables, tasks,
/// D model width, F feed-forward width, H heads, K head width, V vocabulary, L layers of both stacks, E experts of a
/// layer, R width of a task embedding.
/// </summary>
public static class Shapes
{
    /// <summary>Refuses a tensor of another shape; -1 in <paramref name="expected"/> accepts any size.</summary>
    /// <exception cref="ArgumentException">The shapes differ; the message names the tensor and both shapes.</exception>
    public static void Expect(string name, TorchSharp.torch.Tensor tensor, params ReadOnlySpan<long> expected)
    {
        var found = tensor.shape;
        var same = found.Length == expected.Length;
        for (var i = 0; same && i < found.Length; i++) same = expected[i] == -1 || expected[i] == found[i];
        if (!same)
        {
            throw new ArgumentException(
                $"{name}: expected [{string.Join(", ", expected.ToArray())}], got [{string.Join(", ", found)}].");
        }
    }
}
