using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>The counters of all tensors stay flat; so these run alone.</summary>
[Collection(nameof(LeakSpecs))]
public class LeakSpecs
{
    [Fact]
    public void Holds_no_more_tensors_after_ten_thousand_operations()
    {
        using var x = Counting(4, 4);
        var before = Settled();
        for (var step = 0; step < 1000; step++)
        {
            using var scope = NewDisposeScope();
            var y = x.add(1).mul(x).sub_(2);
            _ = y.view(16).split(4)[1].sum() / 2 > y[0, 0];
            _ = y.topk(2);
        }
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(Tensor.PeakCount >= before + 10);
    }

    [Fact]
    public void Holds_no_more_tensors_or_memory_after_many_passes_forward_and_back()
    {
        using var weight = Random(1, 256, 256).requires_grad_();
        using var input = Random(2, 64, 256);
        for (var warm = 0; warm < 20; warm++)
            Pass(weight, input);
        var (count, bytes) = (Settled(), Environment.WorkingSet);
        for (var step = 0; step < 300; step++)
            Pass(weight, input);
        Assert.Equal(count, Tensor.TotalCount);
        // A leak of one activation a pass would be 300 * 64 * 256 * 4 = 20 MB.
        Assert.InRange(Environment.WorkingSet - bytes, long.MinValue, 10 << 20);
    }

    [Fact]
    public void Frees_what_nobody_holds_when_it_is_finalised()
    {
        var before = Settled();
        Abandon(100);
        for (var round = 0; round < 10 && Tensor.TotalCount > before; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.InRange(Tensor.TotalCount, 0, before + 1);
    }

    [Fact]
    public void Unpins_arrays_that_tensors_shared()
    {
        var array = new WeakReference(null);
        Share(array);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(array.IsAlive);
    }

    /// <summary>The tensors that are left when everything that other tests dropped has been finalised.</summary>
    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static void Pass(Tensor weight, Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.gelu(nn.functional.linear(input, weight));
        hidden.softmax(-1).square().mean().backward();
        weight.grad!.mul_(0.5);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Abandon(int count)
    {
        for (var each = 0; each < count; each++)
            _ = ones(8).add(1);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Share(WeakReference held)
    {
        var array = new float[1000];
        held.Target = array;
        using var tensor = from_array(array);
        _ = tensor.numel();
    }
}

/// <summary>Tests of process-wide counters run when nothing else does.</summary>
[CollectionDefinition(nameof(LeakSpecs), DisableParallelization = true)]
public class AloneCollection;
