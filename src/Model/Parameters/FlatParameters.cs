using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Parameters;

/// <summary>
/// One owner's parameters as flat buffers: weights, gradients and Adam's two moments, each one contiguous float32
/// tensor of the layout's length (design: an update, a norm, a snapshot or a transfer is a few whole-buffer
/// operations). Named parameters are views into them. With another compute type (bfloat16) a third buffer holds the
/// weights rounded to it; float32 stays the master copy.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private readonly Tensor? rounded;
    private readonly Dictionary<string, Tensor> views = [];
    private Tensor? gradients;

    /// <summary>Allocates weights, zero, on a device. Gradients and moments follow when they are first needed.</summary>
    public FlatParameters(ParameterLayout layout, Device device, ScalarType computeType = ScalarType.Float32)
        : this(layout, torch.zeros(layout.Count, dtype: ScalarType.Float32, device: device), computeType)
    {
    }

    /// <summary>Takes over a weight buffer that exists already, float32 [layout.Count].</summary>
    public FlatParameters(ParameterLayout layout, Tensor weights, ScalarType computeType = ScalarType.Float32)
    {
        Shapes.Expect("weights", weights, layout.Count);
        (Layout, Device, ComputeType) = (layout, weights.device, computeType);
        Weights = weights.DetachFromDisposeScope();
        if (computeType == ScalarType.Float32) return;
        rounded = weights.to_type(computeType).DetachFromDisposeScope();
    }

    /// <summary>Names and places of the parameters.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Bytes of all buffers once there are gradients and moments.</summary>
    public long Bytes => Layout.Count * (4 * sizeof(float) + (rounded is null ? 0 : 2));

    /// <summary>Where the buffers live.</summary>
    public Device Device { get; }

    /// <summary>Type the layers compute in.</summary>
    public ScalarType ComputeType { get; }

    /// <summary>Master weights, float32 [Layout.Count].</summary>
    public Tensor Weights { get; }

    /// <summary>Summed gradients of the step, float32 [Layout.Count].</summary>
    public Tensor Gradients
    {
        get
        {
            lock (views) return gradients ??= Zeros();
        }
    }

    /// <summary>Adam's first moment, float32 [Layout.Count]; null before the first update.</summary>
    public Tensor? FirstMoment { get; private set; }

    /// <summary>Adam's second moment, float32 [Layout.Count]; null before the first update.</summary>
    public Tensor? SecondMoment { get; private set; }

    /// <summary>Updates applied so far: Adam's t.</summary>
    public long Updates { get; set; }

    /// <summary>Makes the moments, zero, if there are none yet.</summary>
    public void EnsureMoments()
    {
        FirstMoment ??= Zeros();
        SecondMoment ??= Zeros();
    }

    /// <summary>Forgets the moments and the updates behind them.</summary>
    public void ResetMoments()
    {
        FirstMoment?.zero_();
        SecondMoment?.zero_();
        Updates = 0;
    }

    /// <summary>Call after writing <see cref="Weights"/>: refreshes the rounded copy that layers read.</summary>
    public void WeightsChanged() => rounded?.copy_(Weights);

    /// <summary>A parameter as the layers read it, in its shape and the compute type. The view lives as long as this.</summary>
    public Tensor Weight(string name) => Cached("w/" + name, () => View(rounded ?? Weights, Layout[name]));

    /// <summary>A parameter's gradient in its shape, float32.</summary>
    public Tensor Gradient(string name) => Cached("g/" + name, () => View(Gradients, Layout[name]));

    /// <summary>Neighbouring parameters of equal row width as one matrix or vector, as the layers read them.</summary>
    public Tensor FusedWeight(string first, string last) => Cached($"w/{first}/{last}", () => Fused(rounded ?? Weights, first, last));

    /// <summary>The gradients of neighbouring parameters as one matrix or vector, float32.</summary>
    public Tensor FusedGradient(string first, string last) => Cached($"g/{first}/{last}", () => Fused(Gradients, first, last));

    /// <summary>Writes one named master weight, shape checked.</summary>
    public void Load(string name, Tensor value)
    {
        var slot = Layout[name];
        Shapes.Expect(name, value, slot.Shape);
        using var view = View(Weights, slot);
        using var source = value.to_type(ScalarType.Float32);
        view.copy_(source);
    }

    /// <summary>Takes weights, moments and update count of another owner with the same layout.</summary>
    public void CopyFrom(FlatParameters other) =>
        Take(other.Weights, other.FirstMoment, other.SecondMoment, other.Updates);

    /// <summary>
    /// Takes over buffers of the same layout: a copy of them, or with a <paramref name="share"/> below 1 the mean of its own and
    /// them, moments too, with the larger number of updates.
    /// </summary>
    public void Take(Tensor weights, Tensor? firstMoment, Tensor? secondMoment, long updates, double share = 1)
    {
        using var _ = torch.no_grad();
        void TakeBuffer(Tensor own, Tensor other)
        {
            if (share < 1) own.mul_(1 - share).add_(other, share);
            else own.copy_(other);
        }
        TakeBuffer(Weights, weights);
        if (firstMoment is not null && secondMoment is not null)
        {
            EnsureMoments();
            TakeBuffer(FirstMoment!, firstMoment);
            TakeBuffer(SecondMoment!, secondMoment);
        }
        Updates = share < 1 ? Math.Max(Updates, updates) : updates;
        WeightsChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in views.Values) view.Dispose();
        views.Clear();
        Weights.Dispose();
        gradients?.Dispose();
        FirstMoment?.Dispose();
        SecondMoment?.Dispose();
        rounded?.Dispose();
    }

    private Tensor Zeros() =>
        torch.zeros(Layout.Count, dtype: ScalarType.Float32, device: Device).DetachFromDisposeScope();

    private static Tensor View(Tensor buffer, ParameterSlot slot)
    {
        using var range = buffer.narrow(0, slot.Offset, slot.Count);
        return range.view(slot.Shape);
    }

    private Tensor Fused(Tensor buffer, string first, string last)
    {
        var (from, to) = (Layout[first], Layout[last]);
        var count = to.Offset + to.Count - from.Offset;
        using var range = buffer.narrow(0, from.Offset, count);
        return from.Shape.Length == 1 ? range.view(count) : range.view(count / from.Shape[1], from.Shape[1]);
    }

    // Views are read by several lanes at once; they are made once, under a lock, and never change.
    private Tensor Cached(string key, Func<Tensor> make)
    {
        lock (views)
        {
            if (!views.TryGetValue(key, out var view))
            {
                using var _ = torch.no_grad();
                view = make().DetachFromDisposeScope();
                views.Add(key, view);
            }
            return view;
        }
    }
}
