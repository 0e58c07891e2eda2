namespace TorchSharp.Interop;

/// <summary>A number as the native side takes it: a kind, and the bits of an Int64 or a double.</summary>
internal readonly struct Number
{
    private const long Absent = -1, Integer = 0, Real = 1, Boolean = 2;

    private readonly long kind;
    private readonly long bits;

    private Number(long kind, long bits) => (this.kind, this.bits) = (kind, bits);

    public static Number None => new(Absent, 0);

    public static Number One => new(Integer, 1);

    public static Number Of(long value) => new(Integer, value);

    public static Number Of(double value) => new(Real, BitConverter.DoubleToInt64Bits(value));

    public static Number Of(bool value) => new(Boolean, value ? 1 : 0);

    public static Number Of(Scalar? value) => value?.Number ?? None;

    public bool IsReal => kind == Real;

    public bool IsBoolean => kind == Boolean;

    public double ToDouble() => IsReal ? BitConverter.Int64BitsToDouble(bits) : bits;

    public long ToInt64() => IsReal ? (long)BitConverter.Int64BitsToDouble(bits) : bits;
}
