using Moe.Model.Layers;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using TorchSharp;

namespace Moe.Numerics.Specs;

/// <summary>Micro-batches and routes of golden files.</summary>
internal static class GoldenBatches
{
    /// <summary>The micro-batch whose tensors' names begin so.</summary>
    public static PlainBatch Of(GoldenModel golden, string prefix)
    {
        var (inputs, labels) = (golden.Tokens(prefix + "input_ids", prefix + "attention_mask"), golden.Tokens(prefix + "labels",
            prefix + "labels_mask"));
        return new PlainBatch(inputs.Rows, inputs.Ids, Mask(inputs.Rows, inputs.Columns, inputs.Mask), labels.Ids,
            Mask(labels.Rows, labels.Columns, labels.Mask), Shifted(labels.Ids, labels.Columns,
                golden.Model.Shape.DecoderStartId));
    }

    /// <summary>The routes of a model file's rows, one task a row, and the pass that takes their gradient.</summary>
    public static (RouteBatch Routes, RoutingPass Pass) Routes(GoldenModel golden)
    {
        var rows = golden["input/task_embed"];
        var tasks = TaskEmbeddingTable.Of([.. Enumerable.Range(0, (int)rows.Shape[0]).Select(i => $"task-{i}")], rows.ToSingles(), true,
            torch.CPU);
        var noise = golden.Text("router_mode") == "softmax" ? null : golden.BothStacks("input/gumbel_encoder", "input/gumbel_decoder");
        var pass = new TaskRouter(golden.Network, golden.Router, tasks).Forward([.. Enumerable.Range(0, tasks.Names.Count)],
            SelectionOf(golden), golden.Number("tau"), noise, new RoutingMoment(1, 0, 0));
        return (pass.Routes, pass);
    }

    /// <summary>The selection a file's configuration names.</summary>
    public static Selection SelectionOf(GoldenModel golden) => new(SelectionSettings.Default with
    {
        Mode = golden.Text("router_mode") switch
        {
            "softmax" => SelectionMode.Softmax,
            "gumbel_softmax" => SelectionMode.GumbelSoftmax,
            _ => SelectionMode.GumbelStraightThrough,
        },
    });

    /// <summary>
    /// What the decoder reads in training: labels moved right by one, each row beginning with the start id.
    /// </summary>
    public static long[] Shifted(long[] labels, int columns, int startId)
    {
        var read = new long[labels.Length];
        for (var i = 0; i < read.Length; i++) read[i] = i % columns == 0 ? startId : labels[i - 1];
        return read;
    }

    private static PaddingMask Mask(int rows, int columns, long[] keep) => new(rows, columns, Array.ConvertAll(keep, value => (byte)value));
}
