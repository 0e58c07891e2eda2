using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>
/// Compiles the writing of an object's members. Numbers and text go straight to the writer; everything else goes
/// through the formatter of its type, which is looked up when it runs so that types may contain themselves.
/// </summary>
internal static class WriteCompiler
{
    private static readonly MethodInfo _writeNil =
        typeof(MessagePackWriter).GetMethod(nameof(MessagePackWriter.WriteNil))!;

    public static WriteMembers<T> Compile<T>(ObjectShape shape)
    {
        ParameterExpression writer = Expression.Parameter(typeof(MessagePackWriter).MakeByRefType(), "writer");
        ParameterExpression value = Expression.Parameter(typeof(T), "value");
        ParameterExpression options = Expression.Parameter(typeof(MessagePackSerializerOptions), "options");
        IEnumerable<Expression> steps = shape.IsArray
            ? ArraySteps(shape, writer, value, options)
            : MapSteps(shape, writer, value, options);
        return Expression.Lambda<WriteMembers<T>>(Expression.Block(typeof(void), steps), writer, value, options)
            .Compile();
    }

    /// <summary>Places that no member has are nil.</summary>
    private static IEnumerable<Expression> ArraySteps(
        ObjectShape shape, ParameterExpression writer, ParameterExpression value, ParameterExpression options)
    {
        Dictionary<int, ObjectMember> byIndex = shape.Members
            .Where(member => member.IsReadable)
            .ToDictionary(member => member.Index);
        int length = byIndex.Keys.DefaultIfEmpty(-1).Max() + 1;
        yield return Header(writer, nameof(MessagePackWriter.WriteArrayHeader), length);
        for (int index = 0; index < length; index++)
        {
            yield return byIndex.TryGetValue(index, out ObjectMember? member)
                ? WriteMember(member, writer, value, options)
                : Expression.Call(writer, _writeNil);
        }
    }

    private static IEnumerable<Expression> MapSteps(
        ObjectShape shape, ParameterExpression writer, ParameterExpression value, ParameterExpression options)
    {
        ObjectMember[] readable = [.. shape.Members.Where(member => member.IsReadable)];
        yield return Header(writer, nameof(MessagePackWriter.WriteMapHeader), readable.Length);
        foreach (ObjectMember member in readable)
        {
            Expression name = Expression.Constant(Encoding.UTF8.GetBytes(member.Name!));
            yield return Expression.Call(typeof(WriteCompiler), nameof(WriteName), null, writer, name);
            yield return WriteMember(member, writer, value, options);
        }
    }

    private static void WriteName(ref MessagePackWriter writer, byte[] name) => writer.WriteString(name.AsSpan());

    private static MethodCallExpression Header(ParameterExpression writer, string method, int count) =>
        Expression.Call(
            writer, typeof(MessagePackWriter).GetMethod(method, [typeof(int)])!, Expression.Constant(count));

    private static MethodCallExpression WriteMember(
        ObjectMember member, ParameterExpression writer, ParameterExpression value, ParameterExpression options)
    {
        Expression content = Expression.MakeMemberAccess(value, member.Info);
        if (IsDirect(member.Type))
            return Expression.Call(writer, typeof(MessagePackWriter).GetMethod("Write", [member.Type])!, content);
        Expression formatter = Expression.Property(
            null, typeof(FormatterOf<>).MakeGenericType(member.Type), nameof(FormatterOf<int>.Value));
        MethodInfo serialize = formatter.Type.GetMethod(nameof(IMessagePackFormatter<int>.Serialize))!;
        return Expression.Call(formatter, serialize, writer, content, options);
    }

    private static bool IsDirect(Type type) =>
        type == typeof(string) || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint));
}
