using System.Numerics;
using System.Runtime.InteropServices;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Optimization;

/// <summary>
/// The update of one owner's flat buffers: m = b1 m + (1-b1) c g; v = b2 v + (1-b2) (c g)^2;
/// p -= rate sqrt(1-b2^t)/(1-b1^t) m/(sqrt(v)+eps); p -= rate decay p. c is the global clip factor, folded in so that
/// gradients are read once; relative rates are times the parameter's size. On the processor it is one pass over memory in
/// vector code; on a GPU whole-buffer operations.
/// </summary>
public static class AdamW
{
    /// <summary>Applies one update and counts it.</summary>
    public static void Apply(FlatParameters parameters, AdamWSettings settings, double rate, double clip)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        parameters.EnsureMoments();
        parameters.Updates++;
        var t = parameters.Updates;
        foreach (var (start, count, decays, size) in Parts(parameters, settings))
        {
            if (count == 0) continue;
            var own = rate * size;
            var corrected = own * Math.Sqrt(1 - Math.Pow(settings.Beta2, t)) / (1 - Math.Pow(settings.Beta1, t));
            var range = new Range(start, count, corrected, 1 - own * (decays ? settings.WeightDecay : 0), clip, settings);
            if (parameters.Device.type == DeviceType.CPU) OnProcessor(parameters, range);
            else OnDevice(parameters, range);
        }
        parameters.WeightsChanged();
    }

    // One rate for all is two ranges; rates in parts of each parameter's size need a range of each.
    private static IEnumerable<(long Start, long Count, bool Decays, double Size)> Parts(
        FlatParameters parameters, AdamWSettings settings)
    {
        var layout = parameters.Layout;
        if (settings.RelativeRates)
            return layout.Slots.Select(slot => (slot.Offset, slot.Count, slot.Decays, ParameterSize.Of(parameters, slot)));
        return [(0L, layout.DecayedCount, true, 1.0), (layout.DecayedCount, layout.Count - layout.DecayedCount, false, 1.0)];
    }

    private readonly record struct Range(long Start, long Count, double Rate, double Keep, double Clip, AdamWSettings Settings);

    private static void OnProcessor(FlatParameters parameters, Range range)
    {
        var (start, count) = ((int)range.Start, (int)range.Count);
        Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).Slice(start, count);
        var w = Floats(parameters.Weights);
        var g = Floats(parameters.Gradients);
        var m = Floats(parameters.FirstMoment!);
        var v = Floats(parameters.SecondMoment!);
        var (b1, b2, eps) = ((float)range.Settings.Beta1, (float)range.Settings.Beta2, (float)range.Settings.Epsilon);
        var (rest1, rest2) = ((float)(1 - range.Settings.Beta1), (float)(1 - range.Settings.Beta2));
        var (rate, keep, clip) = ((float)range.Rate, (float)range.Keep, (float)range.Clip);
        var ws = Vectors(w);
        var gs = Vectors(g);
        var ms = Vectors(m);
        var vs = Vectors(v);
        for (var i = 0; i < ws.Length; i++)
        {
            var gradient = gs[i] * clip;
            var first = ms[i] * b1 + gradient * rest1;
            var second = vs[i] * b2 + gradient * gradient * rest2;
            ms[i] = first;
            vs[i] = second;
            ws[i] = (ws[i] - first * rate / (Vector.SquareRoot(second) + new Vector<float>(eps))) * keep;
        }
        for (var i = ws.Length * Vector<float>.Count; i < count; i++)
        {
            var gradient = g[i] * clip;
            m[i] = m[i] * b1 + gradient * rest1;
            v[i] = v[i] * b2 + gradient * gradient * rest2;
            w[i] = (w[i] - m[i] * rate / (MathF.Sqrt(v[i]) + eps)) * keep;
        }
    }

    private static Span<Vector<float>> Vectors(Span<float> floats) => MemoryMarshal.Cast<float, Vector<float>>(floats);

    private static void OnDevice(FlatParameters parameters, Range range)
    {
        Tensor Part(Tensor tensor) => tensor.narrow(0, range.Start, range.Count);
        var (w, m, v) = (Part(parameters.Weights), Part(parameters.FirstMoment!), Part(parameters.SecondMoment!));
        var gradient = Part(parameters.Gradients).mul(range.Clip);
        m.mul_(range.Settings.Beta1).add_(gradient, 1 - range.Settings.Beta1);
        v.mul_(range.Settings.Beta2).addcmul_(gradient, gradient, 1 - range.Settings.Beta2);
        w.addcdiv_(m, v.sqrt().add_(range.Settings.Epsilon), -range.Rate).mul_(range.Keep);
    }
}
