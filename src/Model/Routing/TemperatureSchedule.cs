namespace Moe.Model.Routing;

/// <summary>
/// The temperature of the selection after s optimizer steps: tau(s) = max(Initial exp(-Rate s), Minimum)
/// (paper notes 3.4). The defaults are the authors'.
/// </summary>
public sealed record TemperatureSchedule(double Initial = 2.0, double Rate = 3e-4, double Minimum = 0.1)
{
    /// <summary>The temperature for the forward passes of a step; steps count from 0.</summary>
    public double At(long step) => Math.Max(Initial * Math.Exp(-Rate * step), Minimum);
}
