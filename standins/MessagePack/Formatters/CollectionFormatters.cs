using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;

namespace MessagePack.Formatters;

/// <summary>
/// The generic types that are written as arrays or maps, or as their one value. Each method makes the formatter of
/// one of them for given type arguments; the table names the method of each.
/// </summary>
internal static class CollectionFormatters
{
    private static readonly Dictionary<Type, string> _methods = new()
    {
        [typeof(Nullable<>)] = nameof(OfNullable),
        [typeof(List<>)] = nameof(OfList),
        [typeof(IList<>)] = nameof(OfIList),
        [typeof(ICollection<>)] = nameof(OfICollection),
        [typeof(IEnumerable<>)] = nameof(OfIEnumerable),
        [typeof(IReadOnlyList<>)] = nameof(OfIReadOnlyList),
        [typeof(IReadOnlyCollection<>)] = nameof(OfIReadOnlyCollection),
        [typeof(HashSet<>)] = nameof(OfHashSet),
        [typeof(ISet<>)] = nameof(OfISet),
        [typeof(IReadOnlySet<>)] = nameof(OfIReadOnlySet),
        [typeof(Memory<>)] = nameof(OfMemory),
        [typeof(ReadOnlyMemory<>)] = nameof(OfReadOnlyMemory),
        [typeof(ImmutableArray<>)] = nameof(OfImmutableArray),
        [typeof(ImmutableList<>)] = nameof(OfImmutableList),
        [typeof(Dictionary<,>)] = nameof(OfDictionary),
        [typeof(IDictionary<,>)] = nameof(OfIDictionary),
        [typeof(IReadOnlyDictionary<,>)] = nameof(OfIReadOnlyDictionary),
        [typeof(SortedDictionary<,>)] = nameof(OfSortedDictionary),
        [typeof(ImmutableDictionary<,>)] = nameof(OfImmutableDictionary),
    };

    public static object? Find(Type type) =>
        type.IsConstructedGenericType && _methods.TryGetValue(type.GetGenericTypeDefinition(), out string? method)
            ? Make(method, type.GenericTypeArguments)
            : null;

    public static object OfArray(Type elementType) => Make(nameof(OfArrayOf), [elementType]);

    private static object Make(string method, Type[] typeArguments) =>
        typeof(CollectionFormatters)
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(typeArguments)
            .Invoke(null, null)!;

    private static object OfNullable<T>()
        where T : struct => new NullableFormatter<T>();

    private static object OfArrayOf<T>() => Sequence<T, T[]>((items, _) => items);

    private static object OfList<T>() => Sequence<T, List<T>>((items, _) => [.. items]);

    private static object OfIList<T>() => Sequence<T, IList<T>>((items, _) => new List<T>(items));

    private static object OfICollection<T>() => Sequence<T, ICollection<T>>((items, _) => new List<T>(items));

    private static object OfIEnumerable<T>() => Sequence<T, IEnumerable<T>>((items, _) => items);

    private static object OfIReadOnlyList<T>() => Sequence<T, IReadOnlyList<T>>((items, _) => items);

    private static object OfIReadOnlyCollection<T>() => Sequence<T, IReadOnlyCollection<T>>((items, _) => items);

    private static object OfHashSet<T>() => Sequence<T, HashSet<T>>(SetOf);

    private static object OfISet<T>() => Sequence<T, ISet<T>>(SetOf);

    private static object OfIReadOnlySet<T>() => Sequence<T, IReadOnlySet<T>>(SetOf);

    private static object OfImmutableList<T>() => Sequence<T, ImmutableList<T>>((items, _) => [.. items]);

    private static object OfImmutableArray<T>() => new CollectionFormatter<T, ImmutableArray<T>>(
        value => ImmutableCollectionsMarshal.AsArray(value),
        (items, _) => ImmutableCollectionsMarshal.AsImmutableArray(items));

    private static object OfMemory<T>() => new CollectionFormatter<T, Memory<T>>(
        value => value.ToArray(), (items, _) => items);

    private static object OfReadOnlyMemory<T>() => new CollectionFormatter<T, ReadOnlyMemory<T>>(
        value => value.ToArray(), (items, _) => items);

    private static object OfDictionary<TKey, TValue>()
        where TKey : notnull => new MapFormatter<TKey, TValue, Dictionary<TKey, TValue>>(map => map);

    private static object OfIDictionary<TKey, TValue>()
        where TKey : notnull => new MapFormatter<TKey, TValue, IDictionary<TKey, TValue>>(map => map);

    private static object OfIReadOnlyDictionary<TKey, TValue>()
        where TKey : notnull => new MapFormatter<TKey, TValue, IReadOnlyDictionary<TKey, TValue>>(map => map);

    private static object OfSortedDictionary<TKey, TValue>()
        where TKey : notnull => new MapFormatter<TKey, TValue, SortedDictionary<TKey, TValue>>(map => new(map));

    private static object OfImmutableDictionary<TKey, TValue>()
        where TKey : notnull => new MapFormatter<TKey, TValue, ImmutableDictionary<TKey, TValue>>(
            map => ImmutableDictionary.CreateRange(map.Comparer, map));

    private static HashSet<T> SetOf<T>(T[] items, MessagePackSecurity security) =>
        new(items, security.GetEqualityComparer<T>());

    private static CollectionFormatter<T, TCollection> Sequence<T, TCollection>(
        Func<T[], MessagePackSecurity, TCollection> create)
        where TCollection : IEnumerable<T> =>
        new(value => value as IReadOnlyCollection<T> ?? [.. value], create);
}
