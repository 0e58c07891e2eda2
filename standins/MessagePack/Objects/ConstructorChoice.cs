using System.Reflection;

namespace MessagePack.Objects;

/// <summary>
/// Finds the constructor that makes an instance from what was read: the one marked with
/// <see cref="SerializationConstructorAttribute"/>, otherwise the public one with the most parameters that the members
/// can fill. In an array the n-th parameter takes the n-th member; in a map the one of its name.
/// </summary>
internal static class ConstructorChoice
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static (ConstructorInfo? Constructor, IReadOnlyList<ObjectMember> Arguments) Choose(
        Type type, bool isArray, IReadOnlyList<ObjectMember> members)
    {
        ConstructorInfo[] all = type.GetConstructors(Instance);
        ConstructorInfo? marked = all.SingleOrDefault(
            constructor => constructor.IsDefined(typeof(SerializationConstructorAttribute), false));
        if (marked is not null)
        {
            return Match(marked, isArray, members) is { } filled
                ? (marked, filled)
                : throw new MessagePackSerializationException(
                    $"can't find matched constructor parameter, parameterType mismatch. type: {type.FullName}");
        }

        ConstructorInfo[] candidates =
            [.. all.Where(found => found.IsPublic).OrderByDescending(found => found.GetParameters().Length)];
        if (candidates.Length == 0)
        {
            return type.IsValueType
                ? (null, [])
                : throw new MessagePackSerializationException("can't find public constructor. type:" + type.FullName);
        }

        foreach (ConstructorInfo candidate in candidates)
        {
            if (Match(candidate, isArray, members) is { } arguments)
                return (candidate, arguments);
        }

        throw new MessagePackSerializationException("can't find matched constructor. type:" + type.FullName);
    }

    /// <summary>The member for each parameter, or null when one has none.</summary>
    private static ObjectMember[]? Match(
        ConstructorInfo constructor, bool isArray, IReadOnlyList<ObjectMember> members)
    {
        ParameterInfo[] parameters = constructor.GetParameters();
        var arguments = new ObjectMember[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            ObjectMember? member = isArray ? members.ElementAtOrDefault(i) : FindByName(members, parameters[i].Name!);
            if (member is not { IsReadable: true } || !parameters[i].ParameterType.IsAssignableFrom(member.Type))
                return null;
            arguments[i] = member;
        }

        return arguments;
    }

    private static ObjectMember? FindByName(IReadOnlyList<ObjectMember> members, string name) =>
        members.FirstOrDefault(member => SameName(member.Name!, name))
        ?? members.FirstOrDefault(member => SameName(member.Info.Name, name));

    private static bool SameName(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
