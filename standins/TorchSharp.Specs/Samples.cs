using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>Arguments that suit an operation, by its name and by the names and types of its parameters.</summary>
internal static class Samples
{
    /// <summary>Their plain namesakes mean something else.</summary>
    public static readonly HashSet<string> WithoutTwin = ["bernoulli_", "requires_grad_", "detach_"];

    /// <summary>In TorchSharp these work in place too, but answer another object of the same elements.</summary>
    public static readonly HashSet<string> AnswersAnother = ["gelu_", "tril_", "triu_"];

    private static readonly HashSet<string> OfBits =
        ["bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_not", "bitwise_left_shift", "bitwise_right_shift", "bincount"];

    /// <summary>
    /// Whether reflection can call a function and compare: not with spans, not random, not where the first argument
    /// is not the tensor that the method belongs to, and not over the three dimensions that the samples lack.
    /// </summary>
    public static bool Suit(MethodInfo function) =>
        function.Name is not ("where" or "rand_like" or "randn_like") && function.GetParameters().All(each =>
            !each.ParameterType.IsByRefLike && each.ParameterType != typeof(Generator)
            && each.ParameterType != typeof((long, long, long)));

    public static Tensor Self(string operation)
    {
        var plain = operation.TrimEnd('_');
        return plain switch
        {
            _ when OfBits.Contains(plain) || plain.StartsWith("logical", StringComparison.Ordinal) =>
                plain == "bincount" ? Long(3, 1, 3) : Long(5, 0, 3, 4).view(2, 2),
            "squeeze" => Values().unsqueeze(0),
            "addmv" or "mv" or "dot" or "outer" => plain == "mv" ? Values() : Float(0.25f, 0.5f),
            "bmm" => Values().unsqueeze(0),
            _ => Values(),
        };
    }

    public static object?[] For(string operation, ParameterInfo[] parameters) =>
        [.. parameters.Select(each => Argument(operation.TrimEnd('_'), each))];

    public static void AssertSame(object? expected, object? found)
    {
        switch (expected)
        {
            case Tensor tensor:
                Equal(tensor, Assert.IsType<Tensor>(found), 0);
                break;
            case Tensor[] tensors:
                Assert.All(tensors.Zip(Assert.IsType<Tensor[]>(found)), pair => Equal(pair.First, pair.Second, 0));
                break;
            case ITuple tuple:
                for (var place = 0; place < tuple.Length; place++)
                    AssertSame(tuple[place], ((ITuple)found!)[place]);
                break;
            default:
                Assert.Equal(expected, found);
                break;
        }
    }

    /// <summary>Between 0 and 1, all different, none in the middle, so that every function is defined there.</summary>
    private static Tensor Values() => Float(new[,] { { 0.125f, 0.75f }, { 0.625f, 0.25f } });

    private static object? Argument(string operation, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(Tensor))
            return Other(operation, parameter.Name!);
        if (type == typeof(Scalar))
            return (Scalar)(parameter.Name == "min" ? 0.25 : parameter.Name == "max" ? 0.5 : 2);
        if (type == typeof((long, long)))
            return (0L, 1L);
        if (type == typeof(long[]))
            return operation switch
            {
                "view" or "reshape" or "broadcast_to" => new long[] { 2, 2 },
                "permute" => [1, 0],
                "unflatten" => [2, 1],
                "split" => [1, 1],
                _ => new long[] { 0 },
            };
        if (type == typeof(long) || type == typeof(int))
            return Convert.ChangeType(Whole(operation, parameter.Name!), type, null);
        return parameter.HasDefaultValue ? parameter.DefaultValue : type == typeof(bool) ? false : null;
    }

    private static long Whole(string operation, string name) => name switch
    {
        "dim0" => 0,
        "dim1" => 1,
        "length" or "k" or "size" or "chunks" or "repeats" or "num_samples" => 1,
        "end_dim" => -1,
        "decimals" => operation == "round" ? 1 : 0,
        _ => 0,
    };

    private static Tensor Other(string operation, string name) => (operation, name) switch
    {
        (_, "mask") => tensor(new[,] { { true, false }, { true, true } }),
        (_, "condition") => tensor(new[,] { { true, false }, { true, true } }),
        ("gather" or "scatter" or "scatter_add", "index") => tensor(new long[,] { { 1, 0 }, { 1, 0 } }),
        (_, "index") => Long(1, 0),
        (_, "repeats") => Long(2, 1, 0, 1),
        ("bincount", _) => Float(1, 2, 3),
        ("mv" or "dot" or "outer", _) or ("addmv", "vec") or ("addmv", "mat2") => Float(0.5f, 2),
        ("bmm" or "addbmm", _) => Values().add(1).unsqueeze(0),
        (_, "out") => zeros(2),
        _ when operation.StartsWith("logical", StringComparison.Ordinal) || OfBits.Contains(operation) =>
            Long(6, 1, 0, 4).view(2, 2),
        _ => Values().flip(1).add(0.0625),
    };
}
