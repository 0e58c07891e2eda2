using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Curriculum.Batches;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Mixing;
using Moe.Model.Training;
using static TorchSharp.torch;

namespace Moe.Actors.Router;

/// <summary>
/// The tensors of one micro-batch on its way through the experts: what flows up, each layer's outputs while they are
/// needed to go back, what flows down, and the gradient of the routes. Used by one lane at a time.
/// </summary>
internal sealed class MicroBatchTensors : IDisposable
{
    private readonly ModelShape shape;
    private readonly ITensorChannel channel;
    private readonly ExpertId vocabulary;
    private readonly Dictionary<int, Tensor[]> outputs = [];
    private readonly Dictionary<ExpertId, TensorHandle> parcels = [];
    private readonly Dictionary<ExpertId, TensorHandle> memoryParcels = [];
    private readonly Dictionary<ExpertId, OperationResult> answers = [];
    private readonly float[] routeGradient_LBE;
    private Tensor? flow;
    private Tensor? memory;
    private Tensor? memoryGradient;
    private Tensor? positionBias;
    private Tensor? positionBiasGradient;
    private OperationResult.Scored? scored;

    public MicroBatchTensors(MicroBatchPlan plan, TokenBatch batch, ModelShape shape, ITensorChannel channel)
    {
        (Plan, Batch, this.shape, this.channel) = (plan, batch, shape, channel);
        routeGradient_LBE = new float[shape.Layers * plan.Routes.Rows * plan.Routes.Experts];
        vocabulary = plan.Serving(ExpertId.Vocabulary);
        var touched = plan.After.Keys.Select(replica => replica.AsExpert()).ToHashSet();
        Groups = [.. Enumerable.Range(0, shape.Layers)
            .Select(row => PlainMicroBatch.GroupsOf(shape, plan.Routes, plan.Mode, row, touched.Contains))];
    }

    public MicroBatchPlan Plan { get; }

    public TokenBatch Batch { get; }

    /// <summary>Rows by expert, one entry a route row.</summary>
    public RowGroups[] Groups { get; }

    public IReadOnlyList<ExpertId> ExpertsOf(int row) => [.. Groups[row].Groups.Select(group => ExpertOf(row, group.Expert))];

    /// <summary>Whether making a stop's parcels needs no arithmetic, only handles.</summary>
    public bool DealIsTrivial(JourneyStop stop) =>
        stop.Kind is not (StopKind.Layer or StopKind.LayerBackward) || (Groups[stop.Row].IsWhole && !NeedsRouteGradient(stop));

    /// <summary>Whether putting a stop's answers together needs no arithmetic, only handles.</summary>
    public bool CombineIsTrivial(JourneyStop stop) => stop.Kind switch
    {
        StopKind.Layer => Groups[stop.Row].IsWhole,
        StopKind.LayerBackward => Groups[stop.Row].IsWhole && stop.Row < shape.EncoderLayers && positionBias is null,
        _ => true,
    };

    /// <summary>The operation an expert is asked for at a stop.</summary>
    public ExpertOperation OperationFor(JourneyStop stop, ExpertId expert)
    {
        switch (stop.Kind)
        {
            case StopKind.EmbedSource:
                return new ExpertOperation.Embed(ExpertKind.Encoder, Batch.Source, Batch.Rows);
            case StopKind.EmbedTarget:
                return new ExpertOperation.Embed(ExpertKind.Decoder, Batch.DecoderInput, Batch.Rows);
            case StopKind.Score:
                return new ExpertOperation.Score(Give(flow!), Batch.Labels);
            case StopKind.EmbedTargetBackward:
                return new ExpertOperation.EmbedBackward(ExpertKind.Decoder, Give(flow!), GiveIfAny(positionBiasGradient));
            case StopKind.EmbedSourceBackward:
                return new ExpertOperation.EmbedBackward(ExpertKind.Encoder, Give(flow!), GiveIfAny(positionBiasGradient));
            case StopKind.FinishSource:
                return new ExpertOperation.FinishSource(Give(flow!));
            case StopKind.FinishSourceBackward:
                return new ExpertOperation.FinishSourceBackward(Give(flow!));
            case StopKind.LayerBackward:
                return new ExpertOperation.RunLayerBackward(Parcel(parcels, expert));
            default:
                return Layer(stop.Row, expert);
        }
    }

    /// <summary>Makes what each group of a stop is sent.</summary>
    public void Deal(JourneyStop stop)
    {
        if (stop.Kind is not (StopKind.Layer or StopKind.LayerBackward)) return;
        var groups = Groups[stop.Row];
        var weights = Plan.Routes.Layer(stop.Row);
        var experts = Plan.Routes.Experts;
        for (var i = 0; i < groups.Groups.Count; i++)
        {
            var parcel = stop.Kind == StopKind.Layer
                ? LayerMix.Deal(flow!, groups, i)
                : LayerMix.Split(flow!, groups, i, weights, experts);
            if (stop.Kind == StopKind.LayerBackward && NeedsRouteGradient(stop))
            {
                var layer = routeGradient_LBE.AsSpan(stop.Row * Batch.Rows * experts, Batch.Rows * experts);
                LayerMix.RouteGradient(flow!, outputs[stop.Row][i], groups, i, layer, experts);
            }
            var expert = ExpertOf(stop.Row, groups.Groups[i].Expert);
            parcels[expert] = channel.Offer(parcel);
            if (stop.Kind == StopKind.Layer && expert.Kind == ExpertKind.Decoder)
                memoryParcels[expert] = channel.Offer(LayerMix.Deal(memory!, groups, i));
        }
        if (stop.Kind == StopKind.LayerBackward) Free(outputs, stop.Row);
    }

    public void Take(ExpertId expert, OperationResult result) => answers[expert] = result;

    /// <summary>Puts a stop's answers together: what flows on to the next.</summary>
    public void Combine(JourneyStop stop)
    {
        switch (stop.Kind)
        {
            case StopKind.Layer:
                var made = AnswersOf(stop.Row).Select(answer => Keep(((OperationResult.Hidden)answer).Value)).ToArray();
                FlowOn(LayerMix.Combine(made, Groups[stop.Row], Plan.Routes.Layer(stop.Row), Plan.Routes.Experts));
                outputs[stop.Row] = made;
                if (!Plan.RoutesLearn || shape.IsVanilla(stop.Row)) Free(outputs, stop.Row);
                break;
            case StopKind.LayerBackward:
                CombineGradients(stop.Row);
                break;
            case StopKind.EmbedTarget:
                memory = flow;
                flow = null;
                TakeEmbedding();
                break;
            case StopKind.EmbedSource:
                TakeEmbedding();
                break;
            case StopKind.FinishSource:
                FlowOn(Keep(((OperationResult.Hidden)answers[vocabulary]).Value));
                break;
            case StopKind.Score:
                scored = (OperationResult.Scored)answers[vocabulary];
                FlowOn(Keep(scored.Gradient));
                break;
            case StopKind.EmbedTargetBackward:
                FlowOn(memoryGradient!);
                memoryGradient = null;
                positionBiasGradient?.Dispose();
                positionBiasGradient = null;
                break;
            case StopKind.FinishSourceBackward:
                FlowOn(Keep(((OperationResult.Gradients)answers[vocabulary]).Input));
                break;
        }
        answers.Clear();
    }

    public MicroBatchReport Report() => new(
        Plan.Key, scored!.Loss, scored.Tokens, Batch.Tokens, scored.RowLoss, scored.RowTokens, routeGradient_LBE);

    public void Dispose()
    {
        foreach (var row in outputs.Keys.ToArray()) Free(outputs, row);
        flow?.Dispose();
        memory?.Dispose();
        memoryGradient?.Dispose();
        positionBias?.Dispose();
        positionBiasGradient?.Dispose();
    }

    private static void Free(Dictionary<int, Tensor[]> kept, int row)
    {
        if (!kept.Remove(row, out var tensors)) return;
        foreach (var tensor in tensors) tensor.Dispose();
    }

    private ExpertId ExpertOf(int row, int number) => Plan.Serving(shape.At(row, number));

    private bool NeedsRouteGradient(JourneyStop stop) =>
        stop.Kind == StopKind.LayerBackward && Plan.RoutesLearn && !shape.IsVanilla(stop.Row);

    private ExpertOperation.RunLayer Layer(int row, ExpertId expert)
    {
        var groups = Groups[row];
        var rows = groups.Groups.First(group => group.Expert == expert.Number).Rows;
        var whole = groups.IsWhole || !groups.IsSplit;
        PaddingMask Pick(PaddingMask mask) => whole ? mask : mask.Select(rows);
        return expert.Kind == ExpertKind.Encoder
            ? new ExpertOperation.RunLayer(Parcel(parcels, expert), Pick(Batch.SourcePadding), null, null, GiveIfAny(positionBias))
            : new ExpertOperation.RunLayer(Parcel(parcels, expert), Pick(Batch.LabelPadding),
                Parcel(memoryParcels, expert), Pick(Batch.SourcePadding), GiveIfAny(positionBias));
    }

    private static TensorHandle Parcel(Dictionary<ExpertId, TensorHandle> ready, ExpertId expert)
    {
        ready.Remove(expert, out var parcel);
        return parcel!;
    }

    private OperationResult[] AnswersOf(int row) => [.. ExpertsOf(row).Select(expert => answers[expert])];

    private void CombineGradients(int row)
    {
        var results = AnswersOf(row).Cast<OperationResult.Gradients>().ToArray();
        var hidden = results.Select(result => channel.Accept(result.Input)).ToArray();
        FlowOn(LayerMix.Gather(hidden, Groups[row]));
        foreach (var part in hidden) part.Dispose();
        AddPositionBias(results);
        if (row < shape.EncoderLayers) return;
        var memories = results.Select(result => channel.Accept(result.Memory!)).ToArray();
        using var gathered = LayerMix.Gather(memories, Groups[row]);
        // Sums over decoder layers run from the last to the first, always.
        if (memoryGradient is null) memoryGradient = gathered.detach().DetachFromDisposeScope();
        else
        {
            using var earlier = memoryGradient;
            memoryGradient = earlier.add(gathered).DetachFromDisposeScope();
        }
        foreach (var part in memories) part.Dispose();
    }

    // Sums run from the last layer of a stack to the first, and within a layer by expert, always.
    private void AddPositionBias(OperationResult.Gradients[] results)
    {
        foreach (var handle in results.Select(result => result.PositionBias).OfType<TensorHandle>())
        {
            if (positionBiasGradient is null) positionBiasGradient = Keep(handle);
            else
            {
                using var part = channel.Accept(handle);
                positionBiasGradient.add_(part);
            }
        }
    }

    private void TakeEmbedding()
    {
        var embedded = (OperationResult.Hidden)answers[vocabulary];
        FlowOn(Keep(embedded.Value));
        positionBias?.Dispose();
        positionBias = embedded.PositionBias is null ? null : Keep(embedded.PositionBias);
    }

    private Tensor Keep(TensorHandle handle) => channel.Accept(handle).DetachFromDisposeScope();

    private TensorHandle Give(Tensor tensor) => channel.Offer(tensor.detach());

    private TensorHandle? GiveIfAny(Tensor? tensor) => tensor is null ? null : Give(tensor);

    private void FlowOn(Tensor next)
    {
        flow?.Dispose();
        flow = next.DetachFromDisposeScope();
    }
}
