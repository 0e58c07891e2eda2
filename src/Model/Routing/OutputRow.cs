namespace Moe.Model.Routing;

/// <summary>The row of a router network's last linear map that makes one expert's logit at one layer.</summary>
/// <param name="Weight">The parameter that holds the row, [rows, width].</param>
/// <param name="Bias">The parameter that holds its bias, [rows].</param>
/// <param name="Row">Its place in both.</param>
public sealed record OutputRow(string Weight, string Bias, int Row);
