using Moe.Model.Parameters;
using Moe.Model.Weights;
using TorchSharp;

namespace Moe.Model.Import;

/// <summary>Writes master weights, float32, as a safetensors file, one tensor in memory at a time.</summary>
internal static class ParameterWriter
{
    // What Hugging Face's loader wants to find in the file.
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Writes parameters under the names given.</summary>
    public static WrittenWeights Write(
        string path, IEnumerable<(string Name, FlatParameters Owner, ParameterSlot Slot)> tensors)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name);
        TensorLayout[] layouts = [.. byName.Values.Select(
            tensor => new TensorLayout(tensor.Name, TensorDataType.Float32, tensor.Slot.Shape))];
        return SafeTensorsFile.Write(
            path, layouts, layout => Bytes(byName[layout.Name].Owner, byName[layout.Name].Slot), Metadata);
    }

    private static byte[] Bytes(FlatParameters owner, ParameterSlot slot)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        return owner.Weights.narrow(0, slot.Offset, slot.Count).cpu().bytes.ToArray();
    }
}
