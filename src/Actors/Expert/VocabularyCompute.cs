using System.Collections.Concurrent;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Randomness;

namespace Moe.Actors.Expert;

/// <summary>The tensor work of the vocabulary: embeddings of both stacks, the output head and the loss.</summary>
public sealed class VocabularyCompute(VocabularyLayer vocabulary, ulong seed, double smoothing, ITensorChannel channel) : IExpertCompute
{
    private readonly ConcurrentDictionary<MicroBatchKey, Passes> open = [];

    /// <inheritdoc/>
    public OperationResult Run(MicroBatchKey key, ExpertOperation operation)
    {
        switch (operation)
        {
            case ExpertOperation.Embed embed:
                return Embed(key, embed);
            case ExpertOperation.Score score:
                return Score(open[key], score);
            case ExpertOperation.EmbedBackward backward:
                using (var gradient = channel.Accept(backward.Gradient)) open[key].Of(backward.Stack).Backward(gradient);
                return new OperationResult.Done();
            default:
                throw new InvalidOperationException($"The vocabulary cannot do '{operation.Name}'.");
        }
    }

    /// <inheritdoc/>
    public void Add(MicroBatchKey key, bool overwrite)
    {
        // The loss's pass comes first: it is the one that clears the buffer.
        var passes = open[key];
        passes.Loss!.AddWeightGradients(overwrite);
        passes.Of(ExpertKind.Decoder).AddWeightGradients();
        passes.Of(ExpertKind.Encoder).AddWeightGradients();
    }

    /// <inheritdoc/>
    public void Drop(MicroBatchKey key)
    {
        if (open.TryRemove(key, out var passes)) passes.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in open.Keys) Drop(key);
    }

    private OperationResult.Hidden Embed(MicroBatchKey key, ExpertOperation.Embed operation)
    {
        var stream = RandomStream.For(seed, key.Step, key.Index, "vocabulary", operation.Name);
        var pass = vocabulary.Embed(operation.Stack, operation.Ids, operation.Rows, new PassSettings(true, stream));
        open.GetOrAdd(key, _ => new Passes()).Set(operation.Stack, pass);
        return new OperationResult.Hidden(channel.Offer(pass.Output_BTD.detach()));
    }

    private OperationResult.Scored Score(Passes passes, ExpertOperation.Score operation)
    {
        using var hidden = channel.Accept(operation.Hidden);
        var pass = vocabulary.Loss(hidden, operation.Labels, smoothing);
        passes.Loss = pass;
        return new OperationResult.Scored(pass.Loss, pass.Tokens, pass.RowLoss, pass.RowTokens, channel.Offer(pass.Backward()));
    }

    private sealed class Passes : IDisposable
    {
        private EmbeddingPass? source;
        private EmbeddingPass? target;

        public LossPass? Loss { get; set; }

        public EmbeddingPass Of(ExpertKind stack) => (stack == ExpertKind.Encoder ? source : target)!;

        public void Set(ExpertKind stack, EmbeddingPass pass)
        {
            if (stack == ExpertKind.Encoder) source = pass;
            else target = pass;
        }

        public void Dispose()
        {
            source?.Dispose();
            target?.Dispose();
            Loss?.Dispose();
        }
    }
}
