namespace TorchSharp;

/// <summary>Numbers to scalars and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;

    public static Half ToHalf(this Scalar value) => (Half)value.Number.ToDouble();
    public static float ToSingle(this Scalar value) => (float)value.Number.ToDouble();
    public static double ToDouble(this Scalar value) => value.Number.ToDouble();
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Number.ToInt64();
    public static byte ToByte(this Scalar value) => (byte)value.Number.ToInt64();
    public static short ToInt16(this Scalar value) => (short)value.Number.ToInt64();
    public static int ToInt32(this Scalar value) => (int)value.Number.ToInt64();
    public static long ToInt64(this Scalar value) => value.Number.ToInt64();
    public static bool ToBoolean(this Scalar value) => value.Number.ToDouble() != 0;
}
