using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ErrorSpecs : InScope
{
    public static TheoryData<string> Mistakes => [.. Table.Keys];

    private static readonly Dictionary<string, (Action Work, string Message)> Table = new()
    {
        ["shapes that do not fit"] = (() => Counting(2, 3).add(Counting(2, 4)), "must match the size of tensor b (4)"),
        ["matrices that do not fit"] = (() => Counting(2, 3).mm(Counting(2, 3)), "shapes cannot be multiplied"),
        ["a view of another size"] = (() => Counting(6).view(4), "shape '[4]' is invalid for input of size 6"),
        ["a dimension that is not there"] = (() => Counting(2).size(3), "Dimension out of range"),
        ["an index out of range"] = (() => { _ = Counting(2)[5]; }, "index 5"),
        ["an assignment out of range"] = (() => Counting(2)[5] = tensor(1f), "index 5"),
        ["a class out of range"] = (() => nn.functional.nll_loss(Counting(1, 2), Long(7)), "Target 7 is out of bounds"),
        ["parts that do not add up"] = (() => Counting(4).split([1, 2], 0L), "split_with_sizes expects"),
        ["a gradient of nothing"] = (() => Float(1).backward(), "does not require grad"),
        ["a type without gradients"] = (() => Long(1).requires_grad_(), "floating point"),
        ["an in-place operation that does not fit"] = (() => Counting(2).add_(Counting(3)), "must match"),
        ["a whole tensor of fractions"] = (() => Long(1).add_(0.5), "can't be cast"),
        ["a negative length"] = (() => zeros(-1), "negative"),
        ["a mask of another shape"] = (() => Counting(2).masked_fill(Bool(true, false, true), 0), "must match"),
        ["an impossible probability"] = (() => nn.functional.dropout(Float(1), 2), "has to be between 0 and 1"),
        ["a formula that does not parse"] = (() => einsum("i,j", Float(1)), "operands"),
        ["an eigenproblem that is not square"] = (() => linalg.eigh(Counting(2, 3)), "square"),
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Speaks_with_the_words_of_libtorch(string mistake)
    {
        var (work, message) = Table[mistake];
        Assert.Contains(message, Assert.Throws<ExternalException>(work).Message);
    }

    [Fact]
    public void Goes_on_after_an_error()
    {
        for (var time = 0; time < 10; time++)
            Assert.Throws<ExternalException>(() => Counting(2, 3).add(Counting(2, 4)));
        Equal([2, 3], Float(1, 2).add(1));
    }

    [Fact]
    public void Keeps_each_threads_error_to_itself()
    {
        Parallel.For(0, 20, place =>
        {
            using var scope = NewDisposeScope();
            var error = Assert.Throws<ExternalException>(() => Counting(6).view(place + 7));
            Assert.Contains($"shape '[{place + 7}]'", error.Message);
        });
    }
}
