using Moe.Curriculum.Batches;
using Moe.Model.Training;

namespace Moe.Unit.Specs.Model.Training;

/// <summary>Three rows of different lengths for the small models.</summary>
internal static class SmallBatch
{
    public static PlainBatch Make() =>
        TokenBatch.Of([[0, 7, 9, 4, 2], [0, 20, 2], [0, 5, 12, 2]], [[0, 8, 2], [0, 11, 13, 4, 2], [0, 6, 2]], 1, 2).Plain;
}
