using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class DisposeScopeSpecs
{
    [Fact]
    public void Disposes_what_was_made_inside()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = Float(1);
            Assert.Same(scope, CurrentDisposeScope);
            Assert.True(scope.Contains(inside));
            Assert.Equal(1, scope.DisposablesCount);
            Assert.Same(inside, Assert.Single(scope.DisposablesView));
        }
        Assert.True(inside.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Holds_views_parts_pairs_and_gradients_too() => OnOwnThread(() =>
    {
        using (NewDisposeScope())
        {
            var x = Counting(2, 3).requires_grad_();
            _ = x.view(6).split(2);
            _ = x.max(1);
            _ = x[0, ..];
            (x * x).sum().backward();
            _ = x.grad;
            _ = autograd.grad([x.sum()], [x]);
            _ = linalg.svd(x.detach());
            _ = 1.0 / x;
            Tensor number = 5;
        }
        Assert.Equal(0, DisposeScopeManager.Statistics.CreatedOutsideScopeCount);
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    });

    [Fact]
    public void Hands_tensors_to_the_outer_scope_or_to_nobody()
    {
        Tensor moved, detached, lost;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                moved = Float(1).MoveToOuterDisposeScope();
                detached = Float(2).DetachFromDisposeScope();
                lost = Float(3);
                Assert.Equal(1, inner.DisposablesCount);
            }
            Assert.True(lost.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Moves_detaches_and_attaches_several_at_once()
    {
        using var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        var (a, b, c) = (Float(1), Float(2), Float(3));
        inner.MoveToOuter(a, b);
        inner.MoveToOuter(new List<IDisposable> { c });
        Assert.Equal(3, outer.DisposablesCount);
        outer.MoveToOther(inner, a, b, c);
        Assert.Equal(3, inner.DisposablesCount);
        inner.Detach(a);
        inner.Detach(b, c);
        Assert.Equal(0, inner.DisposablesCount);
        inner.Attach(a);
        inner.Attach(b, c);
        Assert.Equal(3, inner.DisposablesCount);
        Assert.Same(a, inner.MoveToOuter(a));
        a.MoveToOtherDisposeScope(inner);
        b.MoveToOtherDisposeScope(outer);
        c.MoveToOtherDisposeScope(b);
        Assert.True(inner.Contains(a) && outer.Contains(b) && outer.Contains(c));
    }

    [Fact]
    public void Clears_itself_of_all_but_some()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (Float(1), Float(2), Float(3));
        Assert.Same(a, scope.DisposeEverythingBut(a));
        Assert.False(a.IsInvalid);
        Assert.True(b.IsInvalid && c.IsInvalid);
        scope.DisposeEverything();
        Assert.True(a.IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Forgets_what_was_disposed_by_hand()
    {
        using var scope = NewDisposeScope();
        var x = Float(1);
        x.Dispose();
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.Throws<InvalidOperationException>(() => x.Handle);
        Assert.Throws<InvalidOperationException>(() => x.add(1));
    }

    [Fact]
    public void Belongs_to_the_thread_that_opened_it()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        DisposeScope? current = scope;
        var thread = new Thread(() => (elsewhere, current) = (Float(1), CurrentDisposeScope));
        thread.Start();
        thread.Join();
        Assert.Null(current);
        Assert.False(scope.Contains(elsewhere!));
        scope.Attach(elsewhere!);
        Assert.True(scope.Contains(elsewhere!));
    }

    [Fact]
    public void Can_close_in_another_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
        inner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => inner.DisposablesCount);
    }

    [Fact]
    public void Counts_what_the_thread_made_and_disposed() => OnOwnThread(() =>
    {
        var counts = DisposeScopeManager.Statistics;
        Assert.Equal(0, counts.ThreadTotalLiveCount);
        var outside = Float(1);
        using (var scope = NewDisposeScope())
        {
            _ = Float(2);
            var kept = scope.Detach(Float(3));
            scope.Attach(kept);
        }
        Assert.Equal((1, 0), (counts.CreatedOutsideScopeCount, counts.DisposedOutsideScopeCount));
        Assert.Equal((2, 2), (counts.CreatedInScopeCount, counts.DisposedInScopeCount));
        Assert.Equal((1, 1), (counts.DetachedFromScopeCount, counts.AttachedToScopeCount));
        Assert.Equal(1, counts.ThreadTotalLiveCount);
        Assert.Equal(1, counts.TensorStatistics.ThreadTotalLiveCount);
        outside.Dispose();
        Assert.Equal(0, counts.ThreadTotalLiveCount);
        counts.Reset();
        Assert.Equal(0, counts.CreatedInScopeCount);
    });

    private static void OnOwnThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
