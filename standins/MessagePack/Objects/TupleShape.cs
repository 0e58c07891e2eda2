using System.Reflection;
using System.Runtime.CompilerServices;

namespace MessagePack.Objects;

/// <summary>Tuples and key-value pairs: arrays of exactly their items.</summary>
internal static class TupleShape
{
    public static ObjectShape? Find(Type type)
    {
        if (!type.IsConstructedGenericType)
            return null;
        Type definition = type.GetGenericTypeDefinition();
        if (definition == typeof(KeyValuePair<,>))
            return Create(type, ["Key", "Value"], "Invalid KeyValuePair format.");
        if (!typeof(ITuple).IsAssignableFrom(type))
            return null;
        int count = type.GenericTypeArguments.Length;
        string[] names = [.. Enumerable.Range(1, count).Select(n => n == 8 ? "Rest" : $"Item{n}")];
        string message = type.IsValueType ? "Invalid ValueTuple count" : "Invalid Tuple count";
        return Create(type, names, message);
    }

    private static ObjectShape Create(Type type, string[] names, string message)
    {
        ObjectMember[] members = [.. names.Select((name, index) => MemberOf(type, name, index))];
        ConstructorInfo constructor = type.GetConstructor(type.GenericTypeArguments)!;
        return new ObjectShape(type, IsArray: true, members, constructor, members, message);
    }

    private static ObjectMember MemberOf(Type type, string name, int index)
    {
        MemberInfo info = (MemberInfo?)type.GetField(name) ?? type.GetProperty(name)!;
        return new ObjectMember(
            info, type.GenericTypeArguments[index], index, Name: null, IsReadable: true, IsWritable: false);
    }
}
