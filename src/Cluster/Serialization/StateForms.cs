using Moe.Actors.Messages;

namespace Moe.Cluster.Serialization;

/// <summary>The form of an expert's state on offer; every bit of it arrives.</summary>
internal static class StateForms
{
    public static void Write(ref MessageWriter w, OfferedState state) => w.Parts(4)
        .Add(state.Weights, exact: true).Add(state.FirstMoment, exact: true).Add(state.SecondMoment, exact: true).Add(state.Updates);

    public static OfferedState Read(ref MessageReader r)
    {
        r.Parts(4);
        return new OfferedState(r.Tensor(), r.OptionalTensor(), r.OptionalTensor(), r.Long());
    }
}
