namespace Moe.Model.Weights;

/// <summary>Sizes of the number types and their names in safetensors files.</summary>
public static class TensorDataTypes
{
    private static readonly Dictionary<string, TensorDataType> TypeOfName = new(StringComparer.Ordinal)
    {
        ["F64"] = TensorDataType.Float64,
        ["F32"] = TensorDataType.Float32,
        ["F16"] = TensorDataType.Float16,
        ["BF16"] = TensorDataType.BFloat16,
        ["I64"] = TensorDataType.Int64,
        ["I32"] = TensorDataType.Int32,
        ["I16"] = TensorDataType.Int16,
        ["I8"] = TensorDataType.Int8,
        ["U8"] = TensorDataType.UInt8,
        ["BOOL"] = TensorDataType.Bool,
    };

    private static readonly Dictionary<TensorDataType, string> NameOfType =
        TypeOfName.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The names safetensors files use: F64, F32, ...</summary>
    public static IReadOnlyCollection<string> SafeTensorsNames => TypeOfName.Keys;

    /// <summary>Bytes of one number.</summary>
    public static int Size(this TensorDataType type) => type switch
    {
        TensorDataType.Float64 or TensorDataType.Int64 => 8,
        TensorDataType.Float32 or TensorDataType.Int32 => 4,
        TensorDataType.Float16 or TensorDataType.BFloat16 or TensorDataType.Int16 => 2,
        TensorDataType.Int8 or TensorDataType.UInt8 or TensorDataType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such number type."),
    };

    /// <summary>The name in a safetensors header.</summary>
    public static string SafeTensorsName(this TensorDataType type) => NameOfType[type];

    /// <summary>The type with the safetensors name <paramref name="name"/>; false when there is none.</summary>
    public static bool TryFromSafeTensorsName(string name, out TensorDataType type) =>
        TypeOfName.TryGetValue(name, out type);
}
