using System.Runtime.InteropServices;
using Moe.Model.Randomness;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Randomness;

public class DropoutMaskSpecs
{
    private static readonly RandomStream Stream = RandomStream.For(7, 3, 1, "encoder.1.2", "dropout");

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 37)]
    [InlineData(0.999, 1024)]
    [InlineData(1e-9, 1024)]
    public void Draws_the_same_with_tensor_operations_as_with_vectors(double dropped, int columns)
    {
        using var scope = torch.NewDisposeScope();
        var vectors = DropoutMask.Draw(Stream, dropped, [5, columns], torch.CPU, torch.ScalarType.Float32)!;
        var operations = DropoutMask.OnDevice(Stream, dropped, [5, columns], torch.CPU);
        Assert.Equal(vectors.shape, operations.shape);
        Assert.Equal(Floats(vectors), Floats(operations));
    }

    [Fact]
    public void Keeps_as_many_as_it_is_told_to_and_scales_them()
    {
        using var scope = torch.NewDisposeScope();
        var mask = Floats(DropoutMask.OnDevice(Stream, 0.25, [100_000], torch.CPU));
        Assert.Equal([0, (float)(1 / 0.75)], mask.Distinct().Order());
        Assert.InRange(mask.Count(value => value == 0), 24_500, 25_500);
    }

    [Fact]
    public void Leaves_nothing_behind_but_the_mask()
    {
        using var scope = torch.NewDisposeScope();
        _ = DropoutMask.OnDevice(Stream, 0.25, [4], torch.CPU);
        Assert.Equal(1, scope.DisposablesCount);
    }

    private static float[] Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();
}
