using System.Collections.Concurrent;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Randomness;

namespace Moe.Actors.Expert;

/// <summary>The tensor work of the vocabulary: embeddings of both stacks, T5's last norms, the output head and the loss.</summary>
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
            case ExpertOperation.FinishSource finish:
                return Finish(key, finish);
            case ExpertOperation.Score score:
                return Score(key, score);
            case ExpertOperation.FinishSourceBackward backward:
                return Backward(open[key], backward);
            case ExpertOperation.EmbedBackward backward:
                return Backward(open[key], backward);
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
        passes.Finish?.AddWeightGradients();
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
        var pass = vocabulary.Embed(operation.Stack, operation.Ids, operation.Rows, Settings(key, operation));
        open.GetOrAdd(key, _ => new Passes()).Set(operation.Stack, pass);
        return new OperationResult.Hidden(
            channel.Offer(pass.Output_BTD.detach()),
            pass.PositionBias_KH is null ? null : channel.Offer(pass.PositionBias_KH.detach()));
    }

    private OperationResult.Hidden Finish(MicroBatchKey key, ExpertOperation.FinishSource operation)
    {
        using var hidden = channel.Accept(operation.Hidden);
        var pass = vocabulary.FinishSource(hidden, Settings(key, operation));
        open[key].Finish = pass;
        return new OperationResult.Hidden(channel.Offer(pass.Output.detach()), null);
    }

    private OperationResult.Scored Score(MicroBatchKey key, ExpertOperation.Score operation)
    {
        using var hidden = channel.Accept(operation.Hidden);
        var pass = vocabulary.Loss(hidden, operation.Labels, smoothing, Settings(key, operation));
        open[key].Loss = pass;
        return new OperationResult.Scored(pass.Loss, pass.Tokens, pass.RowLoss, pass.RowTokens, channel.Offer(pass.Backward()));
    }

    private OperationResult.Gradients Backward(Passes passes, ExpertOperation.FinishSourceBackward operation)
    {
        using var gradient = channel.Accept(operation.Gradient);
        return new OperationResult.Gradients(channel.Offer(passes.Finish!.Backward(gradient)), null, null);
    }

    private OperationResult.Done Backward(Passes passes, ExpertOperation.EmbedBackward operation)
    {
        using var gradient = channel.Accept(operation.Gradient);
        using var positionBias = operation.PositionBias is null ? null : channel.Accept(operation.PositionBias);
        passes.Of(operation.Stack).Backward(gradient, positionBias);
        return new OperationResult.Done();
    }

    private PassSettings Settings(MicroBatchKey key, ExpertOperation operation) =>
        new(true, RandomStream.For(seed, key.Step, key.Index, "vocabulary", operation.Name));

    private sealed class Passes : IDisposable
    {
        private EmbeddingPass? source;
        private EmbeddingPass? target;

        public FinalNormPass? Finish { get; set; }

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
            Finish?.Dispose();
            Loss?.Dispose();
        }
    }
}
