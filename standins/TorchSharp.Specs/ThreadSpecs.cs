using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ThreadSpecs
{
    private static readonly Lock Agreement = new();
    private static (double, double)? agreed;

    [Fact]
    public void Goes_back_on_two_threads_at_once()
    {
        var failures = new Exception?[2];
        var threads = Enumerable.Range(0, failures.Length)
            .Select(lane => new Thread(() => failures[lane] = Record.Exception(() => Train(lane))))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    /// <summary>What would abort the process, now and then, if a finaliser freed an argument of a running call.</summary>
    [Fact]
    public void Keeps_arguments_alive_while_the_collector_runs()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                Thread.Yield();
            }
        });
        collector.Start();
        var sum = 0.0;
        for (var step = 0; step < 1000; step++)
            sum += ones(64).add(ones(64)).mul(full(64, 2.0)).sum().ToDouble();
        stop.Cancel();
        collector.Join();
        Assert.Equal(1000 * 256, sum);
    }

    [Fact]
    public void Hands_a_tensor_from_thread_to_thread()
    {
        Tensor? made = null;
        var thread = new Thread(() =>
        {
            using var scope = NewDisposeScope();
            made = Float(1, 2).mul(2).DetachFromDisposeScope();
        });
        thread.Start();
        thread.Join();
        using (made)
            Equal([2, 4], made!);
    }

    /// <summary>Both threads learn the same from the same seed, so both must end with the same numbers.</summary>
    private static void Train(int lane)
    {
        using var scope = NewDisposeScope();
        var (weight, input, target) = (Random(5, 8, 8).requires_grad_(), Random(6, 16, 8), Random(7, 16, 8));
        var first = 0.0;
        var last = 0.0;
        for (var step = 0; step < 100; step++)
        {
            using var inner = NewDisposeScope();
            var loss = nn.functional.mse_loss(nn.functional.linear(input, weight).tanh(), target);
            loss.backward();
            (first, last) = (step == 0 ? loss.ToDouble() : first, loss.ToDouble());
            using var off = no_grad();
            weight.sub_(weight.grad!.mul(0.1));
            weight.grad = null;
        }
        Assert.True(last < first, $"lane {lane}: {first} to {last}");
        Assert.Equal(Expected(first, last), (first, last));
    }

    private static (double, double) Expected(double first, double last)
    {
        lock (Agreement)
            return agreed ??= (first, last);
    }
}
