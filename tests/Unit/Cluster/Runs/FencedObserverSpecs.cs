using Moe.Actors.Ports;
using Moe.Cluster.Runs;
using Moe.Unit.Specs.Actors;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class FencedObserverSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Routes_are_told_too()
    {
        using RouteHistory routes = new(folder.File("routes"), SmallRun.Shape, new TaskCategories(TinyGym.Write(folder, "gym")));
        FencedObserver observer = new(routes, () => false);

        observer.OnRoutes(new RouteRecord(2, new Dictionary<string, float[]> { ["colour"] = [1, 0, 1, 0, 1, 0, 1, 0] }));

        Assert.True(File.ReadAllLines(folder.File("routes", "history.csv")).Length > 1);
    }

    [Fact]
    public void Tells_everything_until_another_coordinator_has_taken_over_and_nothing_after()
    {
        var fenced = false;
        using Ledger ledger = new(folder.File("ledger.jsonl"), new ManualTime());
        FencedObserver observer = new(ledger, () => fenced);
        void Tell(long step)
        {
            observer.OnStep(Steps.At(step));
            observer.OnEvaluation(Steps.Evaluation(step));
            observer.OnEvent("checkpoint", step, new Dictionary<string, object?>());
        }

        Tell(0);
        fenced = true;
        Tell(1);

        var told = new LedgerTail(folder.File("ledger.jsonl"), 0).Read();
        Assert.Equal(["step", "evaluation", "checkpoint"], told.Select(line => line.Kind));
        Assert.All(told, line => Assert.Equal(0, line.Step));
    }
}
