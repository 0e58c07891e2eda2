namespace Moe.Numerics.Specs;

/// <summary>How far our numbers may be from the reference's. They are never widened to let a test pass.</summary>
internal static class Tolerances
{
    /// <summary>
    /// Norm of the difference over norm of the expected. Both sides compute in float32 (24 bits, 6e-8) with sums of
    /// some hundred to thousand terms in different orders through a handful of layers: differences near 1e-6 are
    /// usual, 1e-4 leaves no room for a wrong formula.
    /// </summary>
    public const double Relative = 1e-4;

    /// <summary>
    /// Greatest difference where the true value is zero, as for the gradient of a key projection's bias (softmax does
    /// not feel it): what remains there is rounding of terms of size 1.
    /// </summary>
    public const double AbsoluteAtZero = 1e-5;

    /// <summary>
    /// The same after several optimizer steps: Adam divides by the root of tiny second moments, which magnifies
    /// rounding where a gradient is nearly zero.
    /// </summary>
    public const double Trajectory = 1e-3;

    /// <summary>
    /// With layers in bfloat16 (8 bits; one rounding is off by up to 2e-3), over all logits or all gradients of a model:
    /// 7e-3 to 1.2e-2 was measured, which is some ten roundings that add up as a random walk does.
    /// </summary>
    public const double BFloat16 = 3e-2;

    /// <summary>The same for the loss, a mean in which rounding mostly cancels: up to 1.4e-3 was measured.</summary>
    public const double BFloat16Loss = 4e-3;

    /// <summary>
    /// The same for all gradients of a model with ReLU: a unit whose input is zero but for rounding is switched on or off, and
    /// the whole of its gradient with it. In a model of 32 units a layer the gradients of one layer's ReLU jump from 1e-2 to
    /// 1.3e-1, and 5.2e-2 was measured over all.
    /// </summary>
    public const double BFloat16Relu = 1e-1;
}
