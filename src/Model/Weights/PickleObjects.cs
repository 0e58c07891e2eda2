namespace Moe.Model.Weights;

/// <summary>A Python dict or OrderedDict: pairs in the order they were set.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}

/// <summary>A name that a pickle imports. Only those in the allow list are ever made.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public string FullName => $"{Module}.{Name}";
}

/// <summary>One of torch's typed storages: a run of numbers in an entry of the archive.</summary>
/// <param name="DataType">Type of each number.</param>
/// <param name="Key">Name of the entry under data/.</param>
/// <param name="Count">How many numbers.</param>
internal sealed record TorchStorage(TensorDataType DataType, string Key, long Count);

/// <summary>
/// A view of a storage: element (i, j, ...) is number Offset + i * Strides[0] + j * Strides[1] + ...
/// </summary>
internal sealed record TorchView(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);
