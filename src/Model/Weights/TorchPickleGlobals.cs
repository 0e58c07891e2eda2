using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// The names a state dictionary's pickle may import, and what stands for calling them: OrderedDict, torch's two
/// functions that rebuild tensors, and its storages. Everything else is refused by name.
/// </summary>
internal sealed class TorchPickleGlobals(string file)
{
    private const string OrderedDictionary = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    private static readonly Dictionary<string, TensorDataType> TypeOfStorage = new(StringComparer.Ordinal)
    {
        ["torch.DoubleStorage"] = TensorDataType.Float64,
        ["torch.FloatStorage"] = TensorDataType.Float32,
        ["torch.HalfStorage"] = TensorDataType.Float16,
        ["torch.BFloat16Storage"] = TensorDataType.BFloat16,
        ["torch.LongStorage"] = TensorDataType.Int64,
        ["torch.IntStorage"] = TensorDataType.Int32,
        ["torch.ShortStorage"] = TensorDataType.Int16,
        ["torch.CharStorage"] = TensorDataType.Int8,
        ["torch.ByteStorage"] = TensorDataType.UInt8,
        ["torch.BoolStorage"] = TensorDataType.Bool,
    };

    /// <summary>The global of that name.</summary>
    /// <exception cref="WeightsException">The name is not in the list.</exception>
    public PickleGlobal Import(string module, string name)
    {
        var found = new PickleGlobal(module, name);
        if (found.FullName is OrderedDictionary or RebuildTensor or RebuildParameter
            || TypeOfStorage.ContainsKey(found.FullName))
        {
            return found;
        }
        throw new WeightsException(
            $"{file}: its pickle asks for '{found.FullName}', which a dictionary of tensors does not need; it is "
            + "refused and nothing was executed. Do not load this file with other programs unless you trust its "
            + "source; ask for safetensors, or save model.state_dict() alone.");
    }

    /// <summary>A storage by its persistent id: ("storage", type, key, device, count).</summary>
    /// <exception cref="WeightsException">The id has another form.</exception>
    public TorchStorage Load(object?[] id)
    {
        if (id is not ["storage", PickleGlobal type, string key, string, long count, ..] || count < 0
            || !TypeOfStorage.TryGetValue(type.FullName, out var dataType))
        {
            throw Malformed("a persistent id is not that of a typed storage");
        }
        return new TorchStorage(dataType, key, count);
    }

    /// <summary>What calling <paramref name="function"/> gives.</summary>
    /// <exception cref="WeightsException">The arguments are not those torch.save writes.</exception>
    public object Build(PickleGlobal function, object?[] arguments) => function.FullName switch
    {
        OrderedDictionary => BuildDictionary(arguments),
        RebuildTensor => BuildView(arguments),
        RebuildParameter when arguments is [TorchView view, ..] => view,
        _ => throw Malformed($"'{function.FullName}' is called with arguments of another form"),
    };

    private PickleDictionary BuildDictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is [])
            return dictionary;
        // Python 2 wrote the pairs as a list of lists.
        if (arguments is not [List<object?> pairs])
            throw Malformed("an OrderedDict is built from something that is no list of pairs");
        foreach (var pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                List<object?> { Count: 2 } list => new(list[0], list[1]),
                object?[] { Length: 2 } tuple => new(tuple[0], tuple[1]),
                _ => throw Malformed("an OrderedDict is built from something that is no list of pairs"),
            });
        }
        return dictionary;
    }

    private TorchView BuildView(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..]
            || !shape.All(axis => axis is >= 0L) || !strides.All(stride => stride is >= 0L)
            || shape.Length != strides.Length || offset < 0)
        {
            throw Malformed("a tensor is rebuilt from something that is no storage, offset, shape and strides");
        }
        var view = new TorchView(
            storage, offset, [.. shape.Select(axis => (long)axis!)], [.. strides.Select(stride => (long)stride!)]);
        return Fits(view)
            ? view
            : throw Malformed(
                $"a tensor of shape [{string.Join(", ", view.Shape)}] with strides "
                + $"[{string.Join(", ", view.Strides)}] at {offset} does not fit its storage of "
                + $"{storage.Count} numbers");
    }

    // Besides staying inside its storage, a tensor may not be larger than it: repeated numbers (stride 0) would let a
    // small file ask for any amount of memory.
    private static bool Fits(TorchView view)
    {
        Int128 last = view.Offset, count = 1;
        for (var axis = 0; axis < view.Shape.Length; axis++)
        {
            last += (Int128)Math.Max(view.Shape[axis] - 1, 0) * view.Strides[axis];
            count *= view.Shape[axis];
            if (count > view.Storage.Count)
                return false;
        }
        return count == 0 || last < view.Storage.Count;
    }

    private WeightsException Malformed(string what) => new(
        $"{file}: {what}. The file is damaged or was not written by torch.save of a state dictionary; save "
        + "model.state_dict() again, best as safetensors.");
}
