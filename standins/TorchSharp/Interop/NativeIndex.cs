namespace TorchSharp.Interop;

/// <summary>One index of an indexing expression, laid out as selecting.cpp reads it.</summary>
internal readonly struct NativeIndex(long kind, long start = 0, long stop = 0, long step = 0, nint tensor = 0)
{
    /// <summary>A bound of a slice that was left out.</summary>
    public const long Absent = long.MinValue;

    public readonly long Kind = kind, Start = start, Stop = stop, Step = step;
    public readonly nint Tensor = tensor;
}
