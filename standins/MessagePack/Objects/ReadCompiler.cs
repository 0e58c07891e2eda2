using System.Linq.Expressions;
using System.Reflection;
using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>
/// Compiles the reading of an object: each member into a variable, then the constructor, then the members that the
/// constructor does not take. A member that the message lacks keeps the value the constructor gave it, or is the
/// default of its type when it is an argument; what the object does not know is skipped.
/// </summary>
internal static class ReadCompiler
{
    private static readonly MethodInfo _skip = typeof(MessagePackReader).GetMethod(nameof(MessagePackReader.Skip))!;

    public static ReadMembers<T> Compile<T>(ObjectShape shape)
    {
        var code = new Code(shape);
        Expression read = shape.IsArray ? code.ReadArray() : code.ReadMap();
        ParameterExpression result = Expression.Variable(typeof(T), "result");
        Expression create = shape.Constructor is null
            ? Expression.Default(typeof(T))
            : Expression.New(shape.Constructor, code.Arguments());
        BlockExpression body = Expression.Block(
            typeof(T),
            [result, .. code.Variables],
            [read, Expression.Assign(result, create), .. code.AssignRest(result), result]);
        return Expression.Lambda<ReadMembers<T>>(body, code.Reader, code.Options, code.Count).Compile();
    }

    private static void SkipMany(ref MessagePackReader reader, int count)
    {
        for (int i = 0; i < count; i++)
            reader.Skip();
    }

    /// <summary>
    /// The parameters of the compiled method, and for each member a variable and a flag that says whether the message
    /// had it.
    /// </summary>
    private sealed class Code(ObjectShape shape)
    {
        private readonly ParameterExpression[] _values =
            [.. shape.Members.Select(member => Expression.Variable(member.Type, member.Info.Name))];

        private readonly ParameterExpression[] _found =
            [.. shape.Members.Select(member => Expression.Variable(typeof(bool), "has" + member.Info.Name))];

        public ParameterExpression Reader { get; } =
            Expression.Parameter(typeof(MessagePackReader).MakeByRefType(), "reader");

        public ParameterExpression Options { get; } =
            Expression.Parameter(typeof(MessagePackSerializerOptions), "options");

        public ParameterExpression Count { get; } = Expression.Parameter(typeof(int), "count");

        public IEnumerable<ParameterExpression> Variables => [.. _values, .. _found];

        public Expression ReadArray()
        {
            int length = shape.Members.Select(member => member.Index).DefaultIfEmpty(-1).Max() + 1;
            var steps = new List<Expression>();
            for (int index = 0; index < length; index++)
            {
                int at = shape.Members.ToList().FindIndex(member => member.Index == index);
                steps.Add(Expression.IfThen(
                    Expression.GreaterThan(Count, Expression.Constant(index)),
                    at < 0 ? Expression.Call(Reader, _skip) : ReadMember(at)));
            }

            Expression extra = Expression.Subtract(Count, Expression.Constant(length));
            steps.Add(Expression.Call(typeof(ReadCompiler), nameof(SkipMany), null, Reader, extra));
            return Expression.Block(typeof(void), steps);
        }

        public Expression ReadMap()
        {
            Expression names = Expression.Constant(new MemberNames(shape.Members));
            Expression next = Expression.Call(names, typeof(MemberNames).GetMethod(nameof(MemberNames.Read))!, Reader);
            SwitchCase[] cases =
                [.. shape.Members.Select((_, i) => Expression.SwitchCase(ReadMember(i), Expression.Constant(i)))];
            Expression skip = Expression.Call(Reader, _skip);
            Expression dispatch = cases.Length == 0
                ? Expression.Block(typeof(void), next, skip)
                : Expression.Switch(typeof(void), next, skip, null, cases);
            LabelTarget end = Expression.Label();
            return Expression.Loop(
                Expression.IfThenElse(
                    Expression.GreaterThan(Count, Expression.Constant(0)),
                    Expression.Block(typeof(void), dispatch, Expression.PreDecrementAssign(Count)),
                    Expression.Break(end)),
                end);
        }

        public IEnumerable<Expression> Arguments() => shape.Arguments.Zip(
            shape.Constructor!.GetParameters(),
            (member, parameter) => (Expression)Expression.Convert(ValueOf(member), parameter.ParameterType));

        public IEnumerable<Expression> AssignRest(ParameterExpression result)
        {
            for (int i = 0; i < shape.Members.Count; i++)
            {
                ObjectMember member = shape.Members[i];
                if (!member.IsWritable || shape.Arguments.Contains(member))
                    continue;
                Expression target = Expression.MakeMemberAccess(result, member.Info);
                yield return Expression.IfThen(_found[i], Expression.Assign(target, _values[i]));
            }
        }

        private Expression ReadMember(int at)
        {
            ObjectMember member = shape.Members[at];
            if (!member.IsWritable && !shape.Arguments.Contains(member))
                return Expression.Call(Reader, _skip);
            Expression value = DirectRead(member.Type) is { } method
                ? Expression.Call(Reader, method)
                : ReadWithFormatter(member.Type);
            return Expression.Block(
                typeof(void),
                Expression.Assign(_values[at], value),
                Expression.Assign(_found[at], Expression.Constant(true)));
        }

        private MethodCallExpression ReadWithFormatter(Type type)
        {
            Expression formatter = Expression.Property(
                null, typeof(FormatterOf<>).MakeGenericType(type), nameof(FormatterOf<int>.Value));
            MethodInfo deserialize = formatter.Type.GetMethod(nameof(IMessagePackFormatter<int>.Deserialize))!;
            return Expression.Call(formatter, deserialize, Reader, Options);
        }

        private ParameterExpression ValueOf(ObjectMember member) =>
            _values[shape.Members.ToList().FindIndex(other => ReferenceEquals(other, member))];

        private static MethodInfo? DirectRead(Type type) =>
            type == typeof(string) || type.IsPrimitive
                ? typeof(MessagePackReader).GetMethod("Read" + type.Name, [])
                : null;
    }
}
