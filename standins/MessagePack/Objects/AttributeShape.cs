using System.Reflection;

namespace MessagePack.Objects;

/// <summary>
/// Reads a type's attributes. Every public member carries a key or is ignored, keys are all integers or all strings,
/// and no two are the same; with key-as-property-name every public member is written under its own name.
/// </summary>
internal static class AttributeShape
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <exception cref="MessagePackSerializationException">A rule is broken; the message says where.</exception>
    public static ObjectShape Read(Type type, MessagePackObjectAttribute contract)
    {
        List<ObjectMember> members = contract.KeyAsPropertyName ? ReadByName(type) : ReadByKey(type);
        bool isArray = !contract.KeyAsPropertyName && members.All(member => member.Name is null);
        ObjectMember[] ordered = [.. members.OrderBy(member => member.Index)];
        (ConstructorInfo? constructor, IReadOnlyList<ObjectMember> arguments) =
            ConstructorChoice.Choose(type, isArray, ordered);
        if (contract.KeyAsPropertyName)
            ordered = [.. ordered.Where(member => member.IsWritable || arguments.Contains(member))];
        return new ObjectShape(type, isArray, ordered, constructor, arguments);
    }

    private static List<ObjectMember> ReadByName(Type type)
    {
        var members = new List<ObjectMember>();
        var names = new HashSet<string>();
        foreach (MemberInfo info in MembersOf(type))
        {
            if (IsIgnored(info) || Describe(info, members.Count, info.Name) is not { } member)
                continue;
            int overridden = members.FindIndex(other => Overrides(info, other.Info));
            if (overridden >= 0)
                members[overridden] = member with { Index = overridden };
            else if (names.Add(info.Name))
                members.Add(member);
            else
                members.Add(member with { Name = $"{info.DeclaringType!.FullName}.{info.Name}" });
        }

        return members;
    }

    private static List<ObjectMember> ReadByKey(Type type)
    {
        var members = new List<ObjectMember>();
        bool? isArray = null;
        foreach (MemberInfo info in MembersOf(type))
        {
            if (IsIgnored(info))
                continue;
            KeyAttribute? key = info.GetCustomAttribute<KeyAttribute>(true);
            ObjectMember? member = Describe(info, key?.IntKey ?? members.Count, key?.StringKey);
            if (member is null)
            {
                RefuseHiddenKey(type, info, key);
                continue;
            }

            if (key is null)
                throw Refusal(type, info, "all public members must mark KeyAttribute or IgnoreMemberAttribute.");
            isArray ??= key.IntKey is not null;
            if (isArray != key.IntKey is not null)
                throw Refusal(type, info, "all members key type must be same.");
            if (members.Find(other => SameKey(other, member)) is not { } taken)
                members.Add(member);
            else if (!Overrides(info, taken.Info))
                throw Refusal(type, info, "key is duplicated, all members key must be unique.");
        }

        return members;
    }

    /// <summary>Properties, then fields, each from the base class down.</summary>
    private static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        var chain = new Stack<Type>();
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
            chain.Push(level);
        return
        [
            .. chain.SelectMany(level => level.GetProperties(Declared)),
            .. chain.SelectMany(level => level.GetFields(Declared)),
        ];
    }

    /// <summary>The member, or null when there is nothing public to get or set.</summary>
    private static ObjectMember? Describe(MemberInfo info, int index, string? name)
    {
        (Type Type, bool IsReadable, bool IsWritable) found = info switch
        {
            PropertyInfo { Name: not "EqualityContract" } property when property.GetIndexParameters().Length == 0 =>
                (property.PropertyType, property.GetMethod?.IsPublic == true, property.SetMethod?.IsPublic == true),
            FieldInfo field => (field.FieldType, field.IsPublic, field.IsPublic && !field.IsInitOnly),
            _ => (typeof(void), false, false),
        };
        return found.IsReadable || found.IsWritable
            ? new ObjectMember(info, found.Type, index, name, found.IsReadable, found.IsWritable)
            : null;
    }

    private static bool IsIgnored(MemberInfo info) =>
        info.IsDefined(typeof(IgnoreMemberAttribute), true) || info.IsDefined(typeof(NonSerializedAttribute), true);

    private static bool SameKey(ObjectMember one, ObjectMember other) =>
        one.Name is null && other.Name is null ? one.Index == other.Index : one.Name == other.Name;

    private static bool Overrides(MemberInfo info, MemberInfo other) =>
        info is PropertyInfo && other is PropertyInfo { Name: var name } property && name == info.Name
        && (property.GetMethod ?? property.SetMethod) is { IsVirtual: true, IsFinal: false };

    private static void RefuseHiddenKey(Type type, MemberInfo info, KeyAttribute? key)
    {
        if (key is not null)
            throw Refusal(type, info, "only public members can have a key with the stand-in for MessagePack.");
    }

    private static MessagePackSerializationException Refusal(Type type, MemberInfo info, string rule) =>
        new($"{rule} type: {type.FullName} member: {info.Name}");
}
