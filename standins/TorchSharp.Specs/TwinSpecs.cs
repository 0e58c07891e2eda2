using System.Reflection;
using TorchSharp.Specs.Surface;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>
/// An operation in place does what its twin does that is not, and answers its own tensor; a function of torch does
/// what the tensor's method of that name does. Found by reflection, so none is forgotten.
/// </summary>
public class TwinSpecs : InScope
{
    private static readonly MethodInfo[] Methods =
        [.. typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(each => !each.IsSpecialName)];

    public static TheoryData<string> InPlace =>
        [.. Methods.Where(each => PlainTwin(each) is not null && ApprovedSurface.Has(each))
            .Select(Signature).Distinct()];

    public static TheoryData<string> Functions =>
        [.. Statics.Where(each => Method(each) is not null && Samples.Suit(each) && ApprovedSurface.Has(each))
            .Select(Signature).Distinct()];

    private static IEnumerable<MethodInfo> Statics =>
        typeof(torch).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(each => each.GetParameters() is [{ ParameterType: { } first }, ..] && first == typeof(Tensor));

    [Theory]
    [MemberData(nameof(InPlace))]
    public void Does_in_place_what_its_twin_does(string signature)
    {
        var method = Methods.First(each => Signature(each) == signature);
        var self = Samples.Self(method.Name);
        var arguments = Samples.For(method.Name, method.GetParameters());
        var expected = (Tensor)PlainTwin(method)!.Invoke(self, arguments)!;
        var target = expected.shape.SequenceEqual(self.shape) ? self.clone() : self.alias();
        var answered = method.Invoke(target, arguments);
        if (!Samples.AnswersAnother.Contains(method.Name))
            Assert.Same(target, answered);
        Equal(expected.to(target.dtype), (Tensor)answered!, 1e-6);
        Equal(expected.to(target.dtype), target, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Does_as_a_function_what_the_method_does(string signature)
    {
        var function = Statics.First(each => Signature(each) == signature);
        var self = Samples.Self(function.Name);
        var arguments = Samples.For(function.Name, [.. function.GetParameters().Skip(1)]);
        var expected = Method(function)!.Invoke(self.clone(), arguments);
        var found = function.Invoke(null, [self.clone(), .. arguments]);
        Samples.AssertSame(expected, found);
    }

    private static MethodInfo? PlainTwin(MethodInfo method)
    {
        if (!method.Name.EndsWith('_') || Samples.WithoutTwin.Contains(method.Name))
            return null;
        return typeof(Tensor).GetMethod(method.Name[..^1], Types(method.GetParameters()));
    }

    private static MethodInfo? Method(MethodInfo function) =>
        typeof(Tensor).GetMethod(function.Name, Types(function.GetParameters().Skip(1)));

    private static Type[] Types(IEnumerable<ParameterInfo> parameters) =>
        [.. parameters.Select(each => each.ParameterType)];

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(each => each.ParameterType.Name))})";
}
