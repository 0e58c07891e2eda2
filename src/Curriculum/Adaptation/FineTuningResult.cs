namespace Moe.Curriculum.Adaptation;

/// <summary>What tuning on one task gave.</summary>
/// <param name="Dev">Best score on the dev rows; NaN when the metric was never defined.</param>
/// <param name="Test">Score on the test rows with the weights of that moment.</param>
/// <param name="Step">Steps after which it was reached.</param>
public sealed record FineTuningResult(double Dev, double Test, int Step);
