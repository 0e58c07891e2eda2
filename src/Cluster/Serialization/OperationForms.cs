using System.Runtime.Serialization;
using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of an expert's operations: a number for the type, then its parts.</summary>
internal static class OperationForms
{
    private const int Layer = 0;
    private const int LayerBackward = 1;
    private const int Embed = 2;
    private const int Score = 3;
    private const int EmbedBackward = 4;
    private const int FinishSource = 5;
    private const int FinishSourceBackward = 6;

    public static void Write(ref MessageWriter w, ExpertOperation operation)
    {
        switch (operation)
        {
            case ExpertOperation.RunLayer run:
                w.Parts(6).Add(Layer).Add(run.Hidden);
                WriteMask(ref w, run.Padding);
                w.Add(run.Memory);
                if (run.MemoryPadding is { } mask) WriteMask(ref w, mask);
                else w.Nil();
                w.Add(run.PositionBias);
                break;
            case ExpertOperation.RunLayerBackward run:
                w.Parts(2).Add(LayerBackward).Add(run.Gradient);
                break;
            case ExpertOperation.Embed embed:
                w.Parts(4).Add(Embed).Add((long)embed.Stack).AddSmall(embed.Ids.Span).Add(embed.Rows);
                break;
            case ExpertOperation.Score score:
                w.Parts(3).Add(Score).Add(score.Hidden).AddSmall(score.Labels.Span);
                break;
            case ExpertOperation.EmbedBackward embed:
                w.Parts(4).Add(EmbedBackward).Add((long)embed.Stack).Add(embed.Gradient).Add(embed.PositionBias);
                break;
            case ExpertOperation.FinishSource finish:
                w.Parts(2).Add(FinishSource).Add(finish.Hidden);
                break;
            case ExpertOperation.FinishSourceBackward finish:
                w.Parts(2).Add(FinishSourceBackward).Add(finish.Gradient);
                break;
            default:
                throw new SerializationException($"The operation {operation.GetType().Name} has no form on the wire.");
        }
    }

    public static ExpertOperation Read(ref MessageReader r)
    {
        var parts = r.Count();
        var kind = r.Int();
        return (kind, parts) switch
        {
            (Layer, 6) => new ExpertOperation.RunLayer(
                r.Tensor(), ReadMask(ref r), r.OptionalTensor(), r.IsNil() ? null : ReadMask(ref r), r.OptionalTensor()),
            (LayerBackward, 2) => new ExpertOperation.RunLayerBackward(r.Tensor()),
            (Embed, 4) => ReadEmbed(ref r),
            (Score, 3) => new ExpertOperation.Score(r.Tensor(), r.Small()),
            (EmbedBackward, 4) => new ExpertOperation.EmbedBackward(r.Choice<ExpertKind>(), r.Tensor(), r.OptionalTensor()),
            (FinishSource, 2) => new ExpertOperation.FinishSource(r.Tensor()),
            (FinishSourceBackward, 2) => new ExpertOperation.FinishSourceBackward(r.Tensor()),
            _ => throw new SerializationException($"found an operation {kind} of {parts} parts"),
        };
    }

    private static ExpertOperation.Embed ReadEmbed(ref MessageReader r)
    {
        ExpertOperation.Embed embed = new(r.Choice<ExpertKind>(), r.Small(), r.NotNegative());
        return embed.Ids.Length == 0 || (embed.Rows > 0 && embed.Ids.Length % embed.Rows == 0)
            ? embed
            : throw new SerializationException($"found {embed.Ids.Length} ids for {embed.Rows} rows");
    }

    private static void WriteMask(ref MessageWriter w, PaddingMask mask) =>
        w.Parts(3).Add(mask.Rows).Add(mask.Columns).AddBits(mask.Keep.Span);

    private static PaddingMask ReadMask(ref MessageReader r)
    {
        r.Parts(3);
        var (rows, columns, keep) = (r.NotNegative(), r.NotNegative(), r.Bits<byte>());
        return (long)rows * columns == keep.Length
            ? new PaddingMask(rows, columns, keep)
            : throw new SerializationException($"found a mask of {keep.Length} bytes for {rows} x {columns} positions");
    }
}
