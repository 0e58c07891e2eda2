using System.Reflection;
using MessagePack.Objects;

namespace MessagePack.Formatters;

/// <summary>
/// Chooses how a type is written, in this order: built-in types, arrays, generic collections and tuples, enums, unions,
/// marked objects. Runs once a type.
/// </summary>
internal static class FormatterFactory
{
    /// <exception cref="FormatterNotRegisteredException">The type is none of these.</exception>
    /// <exception cref="MessagePackSerializationException">Its attributes contradict each other.</exception>
    public static object Create(Type type) =>
        BuiltInFormatters.Find(type)
        ?? FindArray(type)
        ?? CollectionFormatters.Find(type)
        ?? FindTuple(type)
        ?? FindEnum(type)
        ?? FindUnion(type)
        ?? FindObject(type)
        ?? throw new FormatterNotRegisteredException(
            $"{type.FullName} is not registered in resolver: MessagePack.Resolvers.StandardResolver. Mark it with "
            + "[MessagePackObject] and its members with [Key], or an interface or abstract class with [Union].");

    public static object Instantiate(Type definition, Type[] typeArguments, params object?[] arguments) =>
        Activator.CreateInstance(
            definition.MakeGenericType(typeArguments),
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions,
            binder: null,
            arguments,
            culture: null)!;

    private static object? FindArray(Type type)
    {
        if (!type.IsArray)
            return null;
        return type.IsSZArray
            ? CollectionFormatters.OfArray(type.GetElementType()!)
            : throw new MessagePackSerializationException(
                $"{type.FullName} is an array of {type.GetArrayRank()} dimensions. The stand-in for MessagePack "
                + "writes only arrays of one dimension.");
    }

    private static object? FindTuple(Type type) =>
        TupleShape.Find(type) is { } shape ? Instantiate(typeof(ObjectFormatter<>), [type], shape) : null;

    private static object? FindEnum(Type type) =>
        type.IsEnum ? Instantiate(typeof(EnumFormatter<,>), [type, type.GetEnumUnderlyingType()]) : null;

    private static object? FindUnion(Type type)
    {
        UnionAttribute[] cases = [.. type.GetCustomAttributes<UnionAttribute>(false)];
        return cases.Length > 0 ? Instantiate(typeof(UnionFormatter<>), [type], [cases]) : null;
    }

    private static object? FindObject(Type type) =>
        type.GetCustomAttribute<MessagePackObjectAttribute>() is { } contract
            ? Instantiate(typeof(ObjectFormatter<>), [type], AttributeShape.Read(type, contract))
            : null;
}
