using System.Globalization;
using System.Reflection;

namespace TorchSharp.Specs.Surface;

/// <summary>
/// Writes every public member of types as one line of text: declaring type, kind, return type, name, and each
/// parameter with its modifier, type, name and default value. Tuple element names count; nullability does not.
/// </summary>
public static class SignatureReader
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All public signatures of the types, sorted, without duplicates.</summary>
    public static IReadOnlyList<string> Read(IEnumerable<Type> types) =>
        [.. types.SelectMany(ReadType).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The line of one method.</summary>
    public static string Line(MethodInfo method) =>
        $"{TypeName.Of(method.DeclaringType!)} : {Static(method)}{Returned(method)} {MethodName(method)}"
        + $"({Parameters(method)})";

    private static IEnumerable<string> ReadType(Type type)
    {
        var owner = TypeName.Of(type);
        yield return $"{owner} : {Kind(type)}";
        if (typeof(Delegate).FullName == type.BaseType?.BaseType?.FullName)
            yield break;
        foreach (var constructor in type.GetConstructors(Declared).Where(each => !each.IsStatic && IsCurrent(each)))
            yield return $"{owner} : new({Parameters(constructor)})";
        foreach (var method in type.GetMethods(Declared).Where(each => IsOwn(each) && IsCurrent(each)))
            yield return Line(method);
        foreach (var property in type.GetProperties(Declared).Where(IsCurrent))
            yield return $"{owner} : {Property(property)}";
        foreach (var field in type.GetFields(Declared).Where(each => each.Name != "value__" && IsCurrent(each)))
            yield return $"{owner} : {Field(field)}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => $"enum of {TypeName.Of(type.GetEnumUnderlyingType())}",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>Accessors are read as properties, and overrides of object's members say nothing new.</summary>
    private static bool IsOwn(MethodInfo method)
    {
        var isOperator = method.Name.StartsWith("op_", StringComparison.Ordinal);
        if (method.IsSpecialName && !isOperator)
            return false;
        return method.Name is not ("ToString" or "Equals" or "GetHashCode") || method.IsStatic;
    }

    /// <summary>What is obsolete in the original is as good as missing: several such members only throw.</summary>
    private static bool IsCurrent(MemberInfo member) =>
        member.CustomAttributes.All(each => each.AttributeType.FullName != "System.ObsoleteAttribute");

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Returned(MethodInfo method) =>
        TypeName.Of(method.ReturnType, TupleNames.Of(method.ReturnParameter));

    private static string MethodName(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(each => each.Name))}>"
        : method.Name;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var modifier = Has(parameter, "System.ParamArrayAttribute") ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? "ref "
            : "";
        var text = $"{modifier}{TypeName.Of(parameter.ParameterType, TupleNames.Of(parameter))} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Literal(parameter.RawDefaultValue)}" : text;
    }

    private static string Property(PropertyInfo property)
    {
        var getter = property.GetGetMethod();
        var setter = property.GetSetMethod();
        var accessors = (getter is null ? "" : "get; ") + (setter is null ? "" : "set; ");
        var modifier = (getter ?? setter)!.IsStatic ? "static " : "";
        var indices = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        var name = indices.Length > 0 ? $"this[{indices}]" : property.Name;
        return $"{modifier}{TypeName.Of(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string Field(FieldInfo field)
    {
        var modifier = field.IsLiteral ? "const " : field.IsStatic ? "static " : "";
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{modifier}{TypeName.Of(field.FieldType)} {field.Name}{value}";
    }

    private static bool Has(ParameterInfo parameter, string attribute) =>
        parameter.CustomAttributes.Any(each => each.AttributeType.FullName == attribute);

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
