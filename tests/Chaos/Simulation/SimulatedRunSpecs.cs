using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

public sealed class SimulatedRunSpecs
{
    private static readonly Dictionary<int, RunRecord> Calm = new[] { 1, 2, 3 }.ToDictionary(replicas => replicas, Undisturbed);

    [Fact]
    public void Ends_with_the_weights_of_an_undisturbed_run_whatever_goes_wrong()
    {
        var records = Check(SimulatedRunSettings.Of);

        Assert.True(records.Sum(record => record.GivenUnchanged) > records.Count / 20, "hardly a copy was asked for at a later step");
    }

    // One node has served all replicas of the undisturbed run: where they are served decides no bit.
    [Fact]
    public void Ends_with_the_weights_of_an_undisturbed_run_with_replicas_and_loses_no_step_while_one_is_left()
    {
        var records = Check(SimulatedRunSettings.WithReplicas);

        Assert.True(records.Sum(record => record.TurnedOver) > records.Count / 10, "hardly a loss found its experts replicated");
    }

    /// <summary>A seed's run.</summary>
    /// <exception cref="SimulationFailureException">A promise is broken.</exception>
    internal static RunRecord Run(ulong seed, SimulatedRunSettings settings, ProtocolMutation mutation = ProtocolMutation.None)
    {
        var run = new SimulatedRun(seed, settings, Calm[settings.Replicas], mutation);
        run.Run();
        return run.Record;
    }

    private static List<RunRecord> Check(Func<ulong, SimulatedRunSettings> settings)
    {
        var seeds = ulong.Parse(Environment.GetEnvironmentVariable("MOE_SEEDS") ?? "300");
        var first = ulong.Parse(Environment.GetEnvironmentVariable("MOE_FIRST_SEED") ?? "1");
        List<RunRecord> records = [];
        for (var seed = first; seed < first + seeds; seed++) records.Add(Run(seed, settings(seed)));

        string Sum(Func<RunRecord, int> count, string what) => $"{records.Sum(count)} {what}";
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", $"{records.Count} seeds",
            Sum(record => record.Recoveries, "recoveries"), Sum(record => record.Replayed, "steps computed again"),
            Sum(record => record.Offices, "coordinators"), Sum(record => record.Deposed, "deposed"),
            Sum(record => record.Releases, "nodes released"), Sum(record => record.Retried, "micro-batches tried again"),
            Sum(record => record.Voided, "steps voided"), Sum(record => record.TurnedOver, "losses turned over"),
            Sum(record => record.KeptUnchanged, "copies of unchanged experts kept on"),
            Sum(record => record.GivenUnchanged, "of them given out")));
        Assert.True(records.Sum(record => record.Compared) > 100 * records.Count, "the weights were hardly looked at");
        return records;
    }

    private static RunRecord Undisturbed(int replicas)
    {
        var run = new SimulatedRun(0, new SimulatedRunSettings { Nodes = 1, Replicas = replicas }, null);
        run.Run();
        return run.Record;
    }
}
