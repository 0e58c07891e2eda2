using Moe.Actors.Simulation;
using Xunit;
using Xunit.Sdk;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>A simulation that finds nothing proves nothing: every promise that is broken on purpose has to be noticed.</summary>
public sealed class ProtocolMutationSpecs
{
    private const ulong Seeds = 200;

    public static TheoryData<string> Mutations =>
        [.. Enum.GetNames<ProtocolMutation>().Where(name => name != nameof(ProtocolMutation.None))];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Is_found(string name)
    {
        var mutation = Enum.Parse<ProtocolMutation>(name);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            if (Failure(seed, mutation) is not { } failure) continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"{name} found by seed {seed}: {failure.Split('\n')[0]}");
            return;
        }
        Assert.Fail($"{name} was not found by {Seeds} seeds.");
    }

    private static string? Failure(ulong seed, ProtocolMutation mutation)
    {
        try
        {
            var isOfReplicas = mutation is ProtocolMutation.ReplicasInOrderOfArrival or ProtocolMutation.ReplicaKeepsItsOwn;
            SimulatedRunSpecs.Run(seed, isOfReplicas ? SimulatedRunSettings.WithReplicas(seed) : SimulatedRunSettings.Of(seed), mutation);
            return null;
        }
        catch (Exception failure) when (failure is SimulationFailureException or XunitException)
        {
            return failure.Message;
        }
    }
}
