using Moe.Actors.Ports;
using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Model;
using Moe.Unit.Specs.Cluster.Runs;

namespace Moe.Unit.Specs.Cluster.Http.Dashboard;

/// <summary>A run folder as a coordinator writes it, and somebody who looks at it.</summary>
internal sealed class FollowedRun : IDisposable
{
    private static readonly Dictionary<string, object?> Nothing = [];

    private readonly TemporaryFolder folder = new();
    private readonly Ledger ledger;
    private readonly CompositeObserver coordinator;

    public FollowedRun()
    {
        var categories = new TaskCategories(TinyGym.Write(folder, "gym"));
        Directory.CreateDirectory(folder.File("run"));
        ledger = new Ledger(folder.File("run", RunFiles.Ledger), Time);
        StatusFile status = new(folder.File("run", RunFiles.Status), "here:1", 50, Time, takesOver: false);
        coordinator = new CompositeObserver(ledger, status);
        View = new RunView(folder.File("run"), "here:1", categories, 50, Time);
        Logs = new ActorLogs(folder.File("run", RunFiles.Actors));
    }

    public ManualTime Time { get; } = new();

    public RunView View { get; }

    public ActorLogs Logs { get; }

    public string File(params string[] names) => folder.File(["run", .. names]);

    /// <summary>Something happens, a second after what was before it.</summary>
    public void Happens(string kind, long step, params (string Name, object? Value)[] details)
    {
        Time.Advance(1);
        coordinator.OnEvent(kind, step, details.Length == 0 ? Nothing : details.ToDictionary(one => one.Name, one => one.Value));
    }

    /// <summary>A step ends, a second after what was before it.</summary>
    public void Trains(long step, bool committed = true)
    {
        Time.Advance(1);
        coordinator.OnStep(Steps.At(step, committed: committed) with
        {
            Epoch = 2,
            Nodes = new Dictionary<string, bool> { ["akka.tcp://moe@here:1"] = false, ["akka.tcp://moe@there:2"] = true },
            Places = new Dictionary<ExpertId, string>
            {
                [new ExpertId(ExpertKind.Encoder, 0, 0)] = "akka.tcp://moe@here:1",
                [new ExpertId(ExpertKind.Encoder, 0, 1)] = "akka.tcp://moe@there:2",
            },
            Load = new Dictionary<ExpertId, int> { [new ExpertId(ExpertKind.Encoder, 0, 0)] = 3 },
        });
    }

    public void Scores(long step) => coordinator.OnEvaluation(Steps.Evaluation(step));

    public void Dispose()
    {
        ledger.Dispose();
        folder.Dispose();
    }
}
