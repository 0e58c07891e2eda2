using Moe.Actors.Ports;

namespace Moe.Unit.Specs.Cluster.Runs;

/// <summary>Step records with plain numbers.</summary>
internal static class Steps
{
    public static StepRecord At(long step, double loss = 20, bool committed = true) => new()
    {
        Step = step,
        Stage = "first",
        Committed = committed,
        Reason = committed ? null : "loss is NaN",
        Loss = loss,
        TargetTokens = 10,
        Tokens = 100,
        GradientNorm = 0.5,
        Clip = 1,
        Rate = 1e-3,
        Temperature = 2,
        ByTask = new Dictionary<string, (double, int)> { ["colour"] = (loss, 10) },
        MicroBatches = 2,
        Experts = 4,
    };

    public static EvaluationRecord Evaluation(long step) => new(
        step, "dev", new Dictionary<string, double> { ["colour"] = 0.25, ["shape"] = double.NaN },
        new Dictionary<string, float[]>(), 3.5);
}
