using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>Each function of one number against .NET's, or against its definition.</summary>
public class PointwiseSpecs : InScope
{
    private static readonly float[] Any = [-2.5f, -1f, -0.25f, 0f, 0.5f, 1f, 3.75f];
    private static readonly float[] Positive = [0.25f, 0.5f, 1f, 2f, 7.5f];
    private static readonly float[] InsideOne = [-0.9f, -0.5f, 0f, 0.25f, 0.75f];

    private static readonly Dictionary<string, (float[], Func<Tensor, Tensor>, Func<double, double>)> Table =
        new()
        {
            ["abs"] = (Any, x => x.abs(), Math.Abs),
            ["absolute"] = (Any, x => x.absolute(), Math.Abs),
            ["neg"] = (Any, x => x.neg(), x => -x),
            ["negative"] = (Any, x => x.negative(), x => -x),
            ["minus"] = (Any, x => -x, x => -x),
            ["ceil"] = (Any, x => x.ceil(), Math.Ceiling),
            ["floor"] = (Any, x => x.floor(), Math.Floor),
            ["trunc"] = (Any, x => x.trunc(), Math.Truncate),
            ["frac"] = (Any, x => x.frac(), x => x - Math.Truncate(x)),
            ["round"] = (Any, x => x.round(), x => Math.Round(x, MidpointRounding.ToEven)),
            ["round to tenths"] = (Any, x => x.round(1), x => Math.Round(x * 10, MidpointRounding.ToEven) / 10),
            ["sign"] = (Any, x => x.sign(), x => Math.Sign(x)),
            ["square"] = (Any, x => x.square(), x => x * x),
            ["exp"] = (Any, x => x.exp(), Math.Exp),
            ["exp2"] = (Any, x => x.exp2(), x => Math.Pow(2, x)),
            ["expm1"] = (Any, x => x.expm1(), x => Math.Exp(x) - 1),
            ["sin"] = (Any, x => x.sin(), Math.Sin),
            ["cos"] = (Any, x => x.cos(), Math.Cos),
            ["tan"] = (Any, x => x.tan(), Math.Tan),
            ["sinh"] = (Any, x => x.sinh(), Math.Sinh),
            ["cosh"] = (Any, x => x.cosh(), Math.Cosh),
            ["tanh"] = (Any, x => x.tanh(), Math.Tanh),
            ["atan"] = (Any, x => x.atan(), Math.Atan),
            ["sigmoid"] = (Any, x => x.sigmoid(), Sigmoid),
            ["silu"] = (Any, x => x.silu(), x => x * Sigmoid(x)),
            ["relu"] = (Any, x => x.relu(), x => Math.Max(x, 0)),
            ["log_sigmoid"] = (Any, x => x.log_sigmoid(), x => Math.Log(Sigmoid(x))),
            ["softplus"] = (Any, x => x.softplus(), x => Math.Log(1 + Math.Exp(x))),
            ["softplus with beta"] = (Any, x => x.softplus(2, 20), x => Math.Log(1 + Math.Exp(2 * x)) / 2),
            ["gelu"] = (Any, x => x.gelu(), x => x * (1 + Erf(x / Math.Sqrt(2))) / 2),
            ["erf"] = (Any, x => x.erf(), Erf),
            ["erfc"] = (Any, x => x.erfc(), x => 1 - Erf(x)),
            ["isfinite"] = (Any, x => x.isfinite(), _ => 1),
            ["log"] = (Positive, x => x.log(), Math.Log),
            ["log2"] = (Positive, x => x.log2(), Math.Log2),
            ["log10"] = (Positive, x => x.log10(), Math.Log10),
            ["log1p"] = (Positive, x => x.log1p(), x => Math.Log(1 + x)),
            ["sqrt"] = (Positive, x => x.sqrt(), Math.Sqrt),
            ["rsqrt"] = (Positive, x => x.rsqrt(), x => 1 / Math.Sqrt(x)),
            ["reciprocal"] = (Positive, x => x.reciprocal(), x => 1 / x),
            ["asin"] = (InsideOne, x => x.asin(), Math.Asin),
            ["acos"] = (InsideOne, x => x.acos(), Math.Acos),
            ["erfinv of erf"] = (InsideOne, x => x.erf().erfinv(), x => x),
        };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Computes_what_its_definition_says(string name)
    {
        var (input, torchSide, plain) = Table[name];
        Equal([.. input.Select(each => plain(each))], torchSide(Float(input)), 2e-5);
    }

    [Fact]
    public void Tells_numbers_that_are_none_from_the_infinite()
    {
        var x = Float(float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1);
        Equal([1, 0, 0, 0], x.isnan());
        Equal([0, 1, 1, 0], x.isinf());
        Equal([0, 0, 0, 1], x.isfinite());
    }

    [Fact]
    public void Replaces_what_is_not_a_number()
    {
        var x = Float(float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1);
        Equal([0, float.MaxValue, -float.MaxValue, 1], x.nan_to_num());
        Equal([7, 8, -9, 1], x.nan_to_num(7, 8, -9));
    }

    [Fact]
    public void Turns_bits_and_truth_around()
    {
        Equal([0, 1], Bool(true, false).logical_not());
        Equal([-1, -6], Long(0, 5).bitwise_not());
        Equal([-1, -6], ~Long(0, 5));
    }

    [Fact]
    public void Fills_and_zeroes_in_place()
    {
        var x = Float(1, 2);
        Assert.Same(x, x.fill_(5));
        Equal([5, 5], x);
        Equal([0, 0], x.zero_());
        Equal([0, 0], x);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Its Maclaurin series; 60 terms are exact enough for the inputs here.</summary>
    private static double Erf(double x)
    {
        double sum = 0, term = x;
        for (var n = 0; n < 60; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
