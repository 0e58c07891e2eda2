using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // What is minimised.
        public static partial class functional
        {
            /// <summary>
            /// Of logits [N, classes, ..] against classes [N, ..]; examples of ignore_index count for nothing.
            /// </summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                st_cross_entropy(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Of logarithms of probabilities [N, classes, ..] against classes [N, ..].</summary>
            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                st_nll_loss(input, target, weight, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                st_mse_loss(input, target, (long)reduction);

            /// <summary>
            /// Of logarithms of probabilities against probabilities, or their logarithms; Mean is over all
            /// elements.
            /// </summary>
            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                st_kl_div(input, target, log_target, (long)reduction);
        }
    }
}
