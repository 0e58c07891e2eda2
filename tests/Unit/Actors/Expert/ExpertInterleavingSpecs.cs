using Xunit;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ExpertInterleavingSpecs
{
    [Fact]
    public void Adds_every_micro_batch_once_and_in_order_under_any_order_of_arrival()
    {
        for (var seed = 0; seed < 1000; seed++) new ExpertInterleaving(seed).Run(steps: 4);
    }
}
