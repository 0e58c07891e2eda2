using Moe.Curriculum.Batches;

namespace Moe.Curriculum.Samplers;

/// <summary>Decides what to train on next. A pure function of its cursor, the seed and what rests.</summary>
public interface ITaskSampler
{
    /// <summary>Draws examples and moves the cursor on. Tasks in <paramref name="resting"/> are passed over.</summary>
    (ExampleReference[] Examples, CurriculumCursor Next) Draw(CurriculumCursor cursor, int count, IReadOnlySet<int> resting);
}
