using System.Runtime.InteropServices;

namespace MessagePack;

/// <summary>
/// Comparers whose hashes a sender of untrusted data cannot predict. Equal values must have equal hashes, so the two
/// zeros and all NaN of a floating point type are made one before hashing, and times count by their ticks.
/// </summary>
internal static class CollisionResistantComparer
{
    private static readonly SipHash _hash = SipHash.WithRandomKey();

    private delegate int Hasher<T>(T value);

    public static IEqualityComparer<T> Of<T>() => Cache<T>.Comparer ?? throw new TypeAccessException(
        $"No hash-resistant equality comparer available for type: {typeof(T)}");

    private static object? Create(Type type)
    {
        if (type == typeof(string))
            return new Comparer<string>(value => Hash(MemoryMarshal.AsBytes(value.AsSpan())));
        if (type == typeof(float))
            return new Comparer<float>(value => HashBits(value == 0 ? 0f : float.IsNaN(value) ? float.NaN : value));
        if (type == typeof(double))
            return new Comparer<double>(value => HashBits(value == 0 ? 0d : double.IsNaN(value) ? double.NaN : value));
        if (type == typeof(DateTime))
            return new Comparer<DateTime>(value => HashBits(value.Ticks));
        if (type == typeof(DateTimeOffset))
            return new Comparer<DateTimeOffset>(value => HashBits(value.UtcTicks));
        bool plainBits = type.IsEnum || type == typeof(Guid)
            || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint));
        return plainBits ? Activator.CreateInstance(typeof(BitsComparer<>).MakeGenericType(type)) : null;
    }

    private static int HashBits<T>(T value)
        where T : unmanaged => Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static int Hash(ReadOnlySpan<byte> bytes) => unchecked((int)_hash.Compute(bytes));

    private static class Cache<T>
    {
        public static readonly IEqualityComparer<T>? Comparer = (IEqualityComparer<T>?)Create(typeof(T));
    }

    private sealed class Comparer<T>(Hasher<T> hasher) : IEqualityComparer<T>
    {
        public bool Equals(T? x, T? y) => EqualityComparer<T?>.Default.Equals(x, y);

        public int GetHashCode(T obj) => hasher(obj);
    }

    private sealed class BitsComparer<T> : IEqualityComparer<T>
        where T : unmanaged
    {
        public bool Equals(T x, T y) => EqualityComparer<T>.Default.Equals(x, y);

        public int GetHashCode(T obj) => HashBits(obj);
    }
}
