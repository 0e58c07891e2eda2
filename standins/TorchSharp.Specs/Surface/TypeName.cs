using System.Reflection;

namespace TorchSharp.Specs.Surface;

/// <summary>A type's name as C# writes it, nested types with a dot, tuples with their element names.</summary>
internal static class TypeName
{
    public static string Of(Type type) => Of(type, new TupleNames([]));

    public static string Of(Type type, TupleNames names)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, names);
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return $"{Of(type.GetElementType()!, names)}*";
        if (type.IsGenericParameter)
            return type.Name;
        return type.IsGenericType ? Generic(type, names) : Full(type);
    }

    private static string Generic(Type type, TupleNames names)
    {
        var definition = Full(type.GetGenericTypeDefinition());
        var arguments = type.GetGenericArguments();
        if (!definition.StartsWith("System.ValueTuple`", StringComparison.Ordinal))
            return $"{definition}<{string.Join(", ", arguments.Select(each => Of(each, names)))}>";
        var own = arguments.Select(_ => names.Next()).ToArray();
        var elements = arguments.Select((each, place) => $"{Of(each, names)} {own[place]}".TrimEnd());
        return $"({string.Join(", ", elements)})";
    }

    private static string Full(Type type) =>
        (type.FullName ?? type.Name).Replace('+', '.').Replace("TorchSharp.torch", "torch");
}

/// <summary>The tuple element names that the compiler wrote on a parameter, handed out in order.</summary>
internal sealed class TupleNames(IReadOnlyList<string?> names)
{
    private const string Attribute = "System.Runtime.CompilerServices.TupleElementNamesAttribute";
    private int taken;

    public static TupleNames Of(ParameterInfo parameter)
    {
        var attribute = parameter.CustomAttributes.FirstOrDefault(each => each.AttributeType.FullName == Attribute);
        if (attribute?.ConstructorArguments[0].Value is not IReadOnlyCollection<CustomAttributeTypedArgument> names)
            return new TupleNames([]);
        return new TupleNames([.. names.Select(each => (string?)each.Value)]);
    }

    public string? Next() => taken < names.Count ? names[taken++] : null;
}
