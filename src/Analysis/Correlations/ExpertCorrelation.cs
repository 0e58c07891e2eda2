using Moe.Analysis.Routes;

namespace Moe.Analysis.Correlations;

/// <summary>How an expert's weight goes with a feature over tasks.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Feature">The feature's name.</param>
/// <param name="R">Pearson's r; NaN when the expert has the same weight in all tasks.</param>
/// <param name="PValue">Share of permutations with an r at least as far from 0; NaN with it.</param>
/// <param name="Adjusted">The p-value after Benjamini and Hochberg over all experts and features of the table.</param>
public sealed record ExpertCorrelation(RoutedExpert Expert, string Feature, double R, double PValue, double Adjusted);
