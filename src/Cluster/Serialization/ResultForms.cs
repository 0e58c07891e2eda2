using System.Runtime.Serialization;
using Moe.Actors.Messages;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of what an operation gives back: a number for the type, then its parts.</summary>
internal static class ResultForms
{
    private const int Done = 0;
    private const int Hidden = 1;
    private const int Gradients = 2;
    private const int Scored = 3;

    public static void Write(ref MessageWriter w, OperationResult result)
    {
        switch (result)
        {
            case OperationResult.Done:
                w.Parts(1).Add(Done);
                break;
            case OperationResult.Hidden hidden:
                w.Parts(3).Add(Hidden).Add(hidden.Value).Add(hidden.PositionBias);
                break;
            case OperationResult.Gradients gradients:
                w.Parts(4).Add(Gradients).Add(gradients.Input).Add(gradients.Memory).Add(gradients.PositionBias);
                break;
            case OperationResult.Scored scored:
                w.Parts(6).Add(Scored).Add(scored.Loss).Add(scored.Tokens)
                    .AddBits<double>(scored.RowLoss).AddBits<int>(scored.RowTokens).Add(scored.Gradient);
                break;
            default:
                throw new SerializationException($"The result {result.GetType().Name} has no form on the wire.");
        }
    }

    public static OperationResult Read(ref MessageReader r)
    {
        var parts = r.Count();
        var kind = r.Int();
        return (kind, parts) switch
        {
            (Done, 1) => new OperationResult.Done(),
            (Hidden, 3) => new OperationResult.Hidden(r.Tensor(), r.OptionalTensor()),
            (Gradients, 4) => new OperationResult.Gradients(r.Tensor(), r.OptionalTensor(), r.OptionalTensor()),
            (Scored, 6) => new OperationResult.Scored(r.Double(), r.Int(), r.Bits<double>(), r.Bits<int>(), r.Tensor()),
            _ => throw new SerializationException($"found a result {kind} of {parts} parts"),
        };
    }
}
