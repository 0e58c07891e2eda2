using Moe.Actors.Operations;
using Moe.Curriculum;
using Moe.Curriculum.Samplers;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Actors.Operations;

public sealed class OperationFormSpecs
{
    [Fact]
    public void Every_kind_has_a_form_and_a_row_in_the_manual()
    {
        var manual = File.ReadAllText(RepositoryFiles.At("docs", "steering.md"));

        Assert.Equal(Enum.GetValues<OperationKind>(), OperationForm.All.Select(form => form.Kind));
        Assert.All(OperationForm.All, form => Assert.Contains($"| `{Usage(form)}` |", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        RunOperation[] operations =
        [
            new(OperationKind.Pin) { Expert = SmallRun.Shape.At(3, 1), Node = "akka.tcp://moe@host:4053" },
            new(OperationKind.Sampler) { Sampler = new SamplerChoice(SamplerKind.Temperature, 0.1) },
            new(OperationKind.Undo) { Undone = 12 },
        ];

        Assert.All(operations, operation => Assert.Equal(operation,
            OperationForm.Read(OperationForm.NameOf(operation.Kind), OperationForm.Of(operation.Kind).Write(operation))));
    }

    [Theory]
    [InlineData("stop", "", "'stop' is no operation, expected one of pause, resume")]
    [InlineData("pin", "expert=vocabulary", "pin lacks 'node'")]
    [InlineData("pause", "expert=vocabulary", "pause has no 'expert', expected no argument")]
    [InlineData("freeze", "expert=layer 3", "names no expert")]
    [InlineData("sampler", "sampler=fair", "expected one of proportional, uniform, temperature")]
    [InlineData("sampler", "sampler=temperature,temperature=-1", "expected a number above 0")]
    [InlineData("undo", "undoes=first", "expected a whole number from 1")]
    public void What_is_wrong_is_named_with_what_is_expected(string name, string arguments, string said)
    {
        var given = arguments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(one => one[0], one => one[1]);

        var failure = Assert.Throws<ConfigurationException>(() => OperationForm.Read(name, given));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    private static string Usage(OperationForm form) => string.Join(' ', [
        OperationForm.NameOf(form.Kind), .. form.Required.Select(argument => argument.Name.ToUpperInvariant()),
        .. form.Optional.Select(argument => $"[--{argument.Name} X]"),
    ]);
}
