using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number with a torch type; every .NET number turns into one by itself.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(Number number, torch.ScalarType type) => (Number, Type) = (number, type);

    public torch.ScalarType Type { get; }

    internal Number Number { get; }

    public static implicit operator Scalar(byte value) => new(Number.Of((long)value), torch.ScalarType.Int64);
    public static implicit operator Scalar(sbyte value) => new(Number.Of((long)value), torch.ScalarType.Int64);
    public static implicit operator Scalar(short value) => new(Number.Of((long)value), torch.ScalarType.Int64);
    public static implicit operator Scalar(int value) => new(Number.Of((long)value), torch.ScalarType.Int64);
    public static implicit operator Scalar(long value) => new(Number.Of(value), torch.ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new(Number.Of((double)value), torch.ScalarType.Float64);
    public static implicit operator Scalar(float value) => new(Number.Of((double)value), torch.ScalarType.Float64);
    public static implicit operator Scalar(double value) => new(Number.Of(value), torch.ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(Number.Of(value), torch.ScalarType.Bool);

    /// <summary>
    /// Nothing to release: the number lies in managed memory. Kept because TorchSharp's holds a native one.
    /// </summary>
    public void Dispose()
    {
    }

    internal static Scalar Of(Number number) => new(number, number switch
    {
        { IsReal: true } => torch.ScalarType.Float64,
        { IsBoolean: true } => torch.ScalarType.Bool,
        _ => torch.ScalarType.Int64,
    });
}
