using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Verification;

namespace Moe.Cluster.Cli;

/// <summary>verify DIR_A DIR_B.</summary>
internal static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        Argument<string> left = new("DIR_A") { Description = "A run folder, or one checkpoint of it." };
        Argument<string> right = new("DIR_B") { Description = "Another." };
        Verb verb = new("verify",
            "Compares the final weights of two runs bit by bit: exit code 0 when all are the same, 1 with the first difference.",
            "./cluster verify runs/one runs/two",
            "./cluster verify runs/one/checkpoints/step-00000100 runs/two/checkpoints/step-00000100")
        {
            left, right,
        };
        return verb.Does(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var result = CheckpointComparison.Compare(
                parsed.GetRequiredValue(left), parsed.GetRequiredValue(right), error.WriteLine);
            output.WriteLine(result.Difference is { } difference
                ? $"different: {difference}"
                : string.Create(CultureInfo.InvariantCulture,
                    $"same: {result.Parts} parts, {result.Tensors} tensors, {result.Bytes} bytes, every bit equal"));
            return result.Difference is null ? ExitCode.Success : ExitCode.Negative;
        });
    }
}
